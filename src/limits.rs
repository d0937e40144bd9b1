//! Every bound, with its reason. All of them count something, so that they are the same on every machine.

use schemars::JsonSchema;
use serde::Deserialize;

/// The bounds that `limits` in `askwell.yaml` can raise: those that a real form could reach, and that cost no more than time
/// and memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Limits {
    /// The largest file that is read, in bytes.
    pub file_bytes: u64,
    /// How many parts of a page are read, each as often as it is shown.
    pub nodes: usize,
    /// How many hand-written controls or labels of a page are read, and how many calls of components that ask.
    pub controls: usize,
    /// How many answers a list has.
    pub answers: usize,
    /// How many files in which a form may stand are one journey.
    pub journey_files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { file_bytes: FILE_BYTES, nodes: NODES, controls: CONTROLS, answers: ANSWERS, journey_files: JOURNEY_FILES }
    }
}

impl Limits {
    /// Whichever is higher of each.
    pub fn or_higher(self, other: Limits) -> Limits {
        Limits {
            file_bytes: self.file_bytes.max(other.file_bytes),
            nodes: self.nodes.max(other.nodes),
            controls: self.controls.max(other.controls),
            answers: self.answers.max(other.answers),
            journey_files: self.journey_files.max(other.journey_files),
        }
    }
}

/// The largest file that [`Limits::file_bytes`] may ask for, in bytes: places are kept in 32 bits, and a page takes many times
/// the room of its text.
pub const MOST_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// The largest file that is read, in bytes. Forms are far smaller; bundles and data are not forms. At 1 MiB the
/// slowest grammar still answers in well under a second.
pub const FILE_BYTES: u64 = 1024 * 1024;

/// How many elements or template blocks may stand open at once. tree-sitter-html takes time with the square of
/// this and cannot be interrupted; the deepest real form page seen has 27.
pub const NESTING: usize = 256;

/// How many items of a list a loop is followed over.
pub const LOOP_ITEMS: usize = 200;

/// How many references lead from one value to the next before it counts as a circle.
pub const REFERENCE_STEPS: usize = 24;

/// Of how many parts or readings a value may be made, and a run of text that a condition would copy.
pub const PARTS: usize = 128;

/// How many answers a list has. A list of all GP practices has 7,000.
pub const ANSWERS: usize = 10_000;

/// How deep the grammar of a template's expression goes. Each level of brackets takes about six, and all that follows
/// an expression down takes room on the stack.
pub const GRAMMAR_DEPTH: usize = 400;

/// How deep brackets may stand in one another, and how many names may follow one another, in what of an expression is read without
/// the grammar: a value that is not plain is looked for again from each bracket around it, and each name of a way takes room on the
/// stack. What is deeper or longer is the grammar's.
pub const LITERAL_DEPTH: usize = 16;

/// The stack of a thread that reads, in bytes: room for [`NESTING`] and [`GRAMMAR_DEPTH`] in one another.
pub const STACK_BYTES: usize = 16 * 1024 * 1024;

/// How many calls and kept blocks may be shown inside one another.
pub const CALL_DEPTH: usize = 24;

/// Of how many parts a list or map may be made when it is kept for later. Maps that name one another twice at each
/// step would double with each.
pub const CLOSED_PARTS: usize = 8 * 1024;

/// How many nodes of a page are read, each as often as loops, macros and kept blocks show it. Real pages have thousands.
pub const NODES: usize = 200_000;

/// How many hand-written controls or labels of a page are read, and how many calls of components that ask. Each is held against each; real pages have a hundred.
pub const CONTROLS: usize = 4_000;

/// How many bytes of markup in a value count as one node.
pub const BYTES_A_NODE: usize = 16;

/// How deep the expressions of a code file are read into one another. Lists of form definitions have under 20.
pub const EXPRESSION_DEPTH: usize = 96;

/// How many broken statements are left out of a code file. Each of them costs reading the file once more.
pub const BROKEN_STATEMENTS: usize = 8;

/// Of how many values a result may be made when a function of the source is followed, and how many steps one
/// answer may take. Real lists of countries or health boards come to a few thousand.
pub const EVALUATION: usize = 50_000;

/// How much the aliases and anchors of one YAML file may add to it: one for each value, and one more for each 64 bytes
/// of its words. A few lines of aliases of aliases could name more values than a machine holds.
pub const ALIASED: usize = 256 * 1024;

/// How many files are held whole at a time, from their reading to their findings, and how many bytes they may have together.
/// More would take room and no less time.
pub const TOGETHER: usize = 1024;

/// See [`TOGETHER`].
pub const BYTES_TOGETHER: u64 = 8 * 1024 * 1024;

/// How long a line of `--stdin-records` may be, in bytes: room for the largest file that is read, with every character escaped.
pub const RECORD_BYTES: usize = 8 * 1024 * 1024;

/// How many bytes of text of other files are kept, for the next page that refers to them. What is asked for again beyond it is
/// read again.
pub const KEPT_TEXT: usize = 32 * 1024 * 1024;

/// How many files in which a form may stand are one journey. The longest real one has about 70; the views of a whole
/// service are none.
pub const JOURNEY_FILES: usize = 256;

/// How many names a function gives values to. Real ones have under 50, and each value is looked through for all of them.
pub const LOCALS: usize = 256;

/// How many parts of its object a constructor sets, as far as it is read. Real forms have under 100.
pub const KEPT: usize = 1024;

/// How many steps all answers about one page may take together. Real pages take some ten thousand.
pub const FOLLOWED: usize = 16 * EVALUATION;

/// How large an element may be, in bytes, that maps of attributes are spread over: it is copied for that. Real ones have some hundred.
pub const SPREAD_OVER: usize = 16 * 1024;

/// How many entries a map may have that is spread over an element: each is looked for among its attributes. Real ones have some ten.
pub const SPREAD_ENTRIES: usize = 200;

/// How far the end of a bracket is looked for in the attributes of a Slim or Haml tag, in bytes. Real ones have under 1,000.
pub const BRACKET_BYTES: usize = 8 * 1024;

/// How many files a configuration may build on, directly and through others. Each can name several, so that a few small files
/// could ask for any number of readings.
pub const CONFIGS: usize = 32;

/// The largest Word document that is opened, in bytes of the file. Pictures make them large; the words of a form are few.
pub const ARCHIVE_BYTES: u64 = 32 * 1024 * 1024;

/// How much is unpacked of what a Word document says, in bytes. A few kilobytes can be packed from gigabytes.
pub const DOCUMENT_BYTES: u64 = 16 * 1024 * 1024;

/// How deep the elements of a Word document go. A table in a table in a text box has under 100.
pub const DOCUMENT_DEPTH: usize = 1024;

/// How many bytes one request to the page of `askwell serve` may have: a whole repository of forms is far smaller.
pub const REQUEST_BYTES: usize = 64 * 1024 * 1024;

/// How many files one request may have.
pub const REQUEST_FILES: usize = 20_000;
