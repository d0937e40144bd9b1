//! Dates as year-month-day, which sort as text.

/// True if this is a date so written.
pub fn is_date(written: &str) -> bool {
    let digits_and_dashes = written.len() == 10
        && written.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let in_range = |range: std::ops::Range<usize>, most: u8| {
        written.get(range).and_then(|part| part.parse::<u8>().ok()).is_some_and(|part| (1..=most).contains(&part))
    };
    digits_and_dashes && in_range(5..7, 12) && in_range(8..10, 31)
}

/// The date that is `days` after the first of January 1970.
pub fn after_1970(days: u64) -> String {
    // Counted from the first of March of a leap year, each 400 years are alike and February comes last.
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        for (days, date) in [
            (0, "1970-01-01"),
            (31, "1970-02-01"),
            (789, "1972-02-29"),
            (10_957, "2000-01-01"),
            (11_016, "2000-02-29"),
            (20_777, "2026-11-20"),
        ] {
            assert_eq!(after_1970(days), date);
        }
    }

    #[test]
    fn only_dates_are_dates() {
        assert!(is_date("2027-02-28"));
        for wrong in ["2027-13-01", "2027-00-01", "2027-01-32", "27-01-01", "2027/01/01", "soon", ""] {
            assert!(!is_date(wrong), "{wrong}");
        }
    }
}
