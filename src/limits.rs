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

/// Of how many parts or readings a value may be made.
pub const PARTS: usize = 128;

/// How many calls and kept blocks may be shown inside one another.
pub const CALL_DEPTH: usize = 24;

/// How much the aliases and anchors of one YAML file may add to it: one for each value, and one more for each 64 bytes
/// of its words. A few lines of aliases of aliases could name more values than a machine holds.
pub const ALIASED: usize = 256 * 1024;
