//! Which words a text may say, in an eighth to a quarter of its room: so that a name is not looked for in every file again.

/// Shorter words stand everywhere.
const SHORTEST: usize = 3;

/// The words of one text, each as two bits of a table. It never denies a word that is there, and confirms about one in thirty that is
/// not: a Bloom filter.
#[derive(Debug)]
pub(super) struct Sketch {
    /// As many as a power of two.
    bits: Box<[u64]>,
}

/// A word that many texts are asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word(u64);

impl Word {
    /// The longest word in `name`, which stands in a text as a whole. `None` where it has none that is worth asking for.
    pub(super) fn of(name: &str) -> Option<Self> {
        words(name.as_bytes()).max_by_key(|word| word.len()).map(hash)
    }
}

impl Sketch {
    /// The words of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut sketch = Sketch { bits: vec![0; (text.len() / 64).next_power_of_two()].into() };
        for word in words(text.as_bytes()) {
            for (at, bit) in sketch.places(hash(word)) {
                sketch.bits[at] |= bit;
            }
        }
        sketch
    }

    /// False if `word` does not stand in the text.
    pub(super) fn may_say(&self, word: Word) -> bool {
        self.places(word).iter().all(|&(at, bit)| self.bits[at] & bit != 0)
    }

    fn places(&self, Word(hash): Word) -> [(usize, u64); 2] {
        [hash, hash >> 32].map(|hash| ((hash >> 6) as usize & (self.bits.len() - 1), 1 << (hash & 63)))
    }
}

/// The runs of letters, digits and `_`: what a name of any language is made of. What is not ASCII counts as a letter.
fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    text.split(move |byte| !is_part(byte)).filter(|word| word.len() >= SHORTEST)
}

/// FNV-1a, and its halves stirred: the table is addressed by the lower bits of each.
fn hash(word: &[u8]) -> Word {
    let hash = word.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    Word((hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_found_and_few_others() {
        let said: Vec<String> = (0..2_000).map(|n| format!("Items{n}")).collect();
        let sketch = Sketch::of(&said.join(" = [] // weiß\n"));
        assert!(said.iter().all(|name| sketch.may_say(Word::of(name).unwrap())));
        let others = (0..10_000).filter(|n| sketch.may_say(Word::of(&format!("Answers{n}")).unwrap()));
        assert!(others.count() < 600);
    }

    #[test]
    fn a_name_is_asked_for_by_its_longest_word() {
        let sketch = Sketch::of("selector: 'app-gender-radios' def valid? $t é_ä");
        for name in ["app-gender-radios", "valid?", "gender", "é_ä"] {
            assert!(sketch.may_say(Word::of(name).unwrap()), "{name}");
        }
        assert!(!sketch.may_say(Word::of("gend").unwrap()));
        assert!(Word::of("$t").is_none() && Word::of("").is_none());
        assert!(!Sketch::of("").may_say(Word::of("gender").unwrap()));
    }
}
