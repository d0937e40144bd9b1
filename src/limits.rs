//! Every bound, with its reason. All of them count something, so that they are the same on every machine.

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

/// How many pieces of a page are read, those in loops, macros and kept blocks each time that they are shown. The largest
/// real form page seen has 6,000; lists of lists and macros that call each other twice reach any number.
pub const PIECES: usize = 100_000;

/// How many controls a page has. What belongs to which grows with the square of this; the longest real form page seen
/// has 150.
pub const CONTROLS: usize = 2_000;

/// How many answers a list has. A list of all GP practices has 7,000.
pub const ANSWERS: usize = 10_000;

/// How deep the grammar of an expression goes. Each level of brackets takes about six, and all that follows an
/// expression down takes room on the stack.
pub const EXPRESSION_DEPTH: usize = 400;

/// The stack of a thread that reads, in bytes: room for [`NESTING`] and [`EXPRESSION_DEPTH`] in one another.
pub const STACK_BYTES: usize = 16 * 1024 * 1024;

/// How many calls and kept blocks may be shown inside one another.
pub const CALL_DEPTH: usize = 24;

/// Of how many parts a list or map may be made when it is kept for later. Maps that name one another twice at each
/// step would double with each.
pub const CLOSED_PARTS: usize = 16 * 1024;
