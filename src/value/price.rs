//! What an event costs: `free`, or a price in words such as `£5` or `£5, students £3`.
//!
//! A [`Price`] is free, or a text as the file has it. A number without a currency is refused, except zero, which is free. If the text is a
//! single amount with a currency, [`Price::amount`] reads it for programs. There are no taxes, and no kinds of tickets.

use super::Text;
use crate::diagnostic::{Edit, Problem, ValueFinding};

/// What it costs to take part.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Price {
    /// Nothing.
    Free,
    /// A price, as it is written.
    Words(Text),
}

/// A price that programs can compare: a number, and the ISO 4217 code of its currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    /// With a decimal point, and without thousands separators.
    pub(crate) number: String,
    pub(crate) currency: &'static str,
}

/// Signs and codes of currencies. `$` alone is missing, because several currencies use it.
const CURRENCIES: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("A$", "AUD"),
    ("NZ$", "NZD"),
    ("£", "GBP"),
    ("€", "EUR"),
    ("₹", "INR"),
    ("GBP", "GBP"),
    ("EUR", "EUR"),
    ("USD", "USD"),
    ("CAD", "CAD"),
    ("AUD", "AUD"),
    ("NZD", "NZD"),
    ("CHF", "CHF"),
    ("DKK", "DKK"),
    ("NOK", "NOK"),
    ("SEK", "SEK"),
    ("PLN", "PLN"),
    ("CZK", "CZK"),
    ("HUF", "HUF"),
    ("JPY", "JPY"),
    ("INR", "INR"),
    ("SGD", "SGD"),
    ("HKD", "HKD"),
    ("ZAR", "ZAR"),
    ("BRL", "BRL"),
    ("MXN", "MXN"),
];

/// Words that YAML reads as true or false.
const NOT_PRICES: [&str; 6] = ["true", "yes", "on", "false", "no", "off"];

impl Price {
    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let text = Text::line(written)?;
        let plain = text.as_str();
        if plain.eq_ignore_ascii_case("free") {
            return Ok(Self::Free);
        }
        if NOT_PRICES.contains(&plain.to_lowercase().as_str()) {
            let written = plain.into();
            return Err(Problem::from(ValueFinding::NotAPrice { written }));
        }
        if is_bare(plain) {
            if plain.bytes().all(|it| matches!(it, b'0' | b'.' | b',')) {
                return Ok(Self::Free);
            }
            let written = plain.into();
            let problem = Problem::from(ValueFinding::NoCurrency { written });
            return Err(problem.guess(Edit::Value(format!("£{plain}"))));
        }
        match amount(plain) {
            Some(amount) if is_zero(&amount.number) => Ok(Self::Free),
            _ => Ok(Self::Words(text)),
        }
    }

    /// Returns the text: `free`, or the price as it is written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Free => "free",
            Self::Words(text) => text.as_str(),
        }
    }

    /// Returns the price as a number, if it is one number with a currency and nothing else.
    pub(crate) fn amount(&self) -> Option<Amount> {
        match self {
            Self::Free => None,
            Self::Words(text) => amount(text.as_str()),
        }
    }
}

/// Reads one number with the sign or code of its currency before or after it, and nothing else.
fn amount(text: &str) -> Option<Amount> {
    let mut currencies = CURRENCIES.iter();
    currencies.find_map(|(sign, currency)| {
        let rest = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign));
        let number = number(rest?.trim())?;
        Some(Amount { number, currency })
    })
}

/// Reads `12`, `12.50`, `12,50` and `1,200.50`.
fn number(text: &str) -> Option<String> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let (whole, pence) = match text.rsplit_once(['.', ',']) {
        Some((whole, pence)) if (1..=2).contains(&pence.len()) => (whole, Some(pence)),
        _ => (text, None),
    };
    let mut thousands = whole.split(',');
    let first = thousands.next().filter(|it| is_digits(it))?;
    let mut number = first.to_owned();
    for three in thousands {
        if !is_digits(three) || three.len() != 3 || first.len() > 3 {
            return None;
        }
        number.push_str(three);
    }
    match pence {
        Some(pence) if is_digits(pence) => Some(format!("{number}.{pence}")),
        Some(_) => None,
        None => Some(number),
    }
}

/// Whether a text is only a number, in any notation of people or of YAML.
fn is_bare(text: &str) -> bool {
    let has_digit = text.bytes().any(|it| it.is_ascii_digit());
    let is_number = |it: u8| it.is_ascii_digit() || matches!(it, b'.' | b',');
    has_digit && (text.bytes().all(is_number) || text.parse::<f64>().is_ok())
}

fn is_zero(number: &str) -> bool {
    number.bytes().all(|it| matches!(it, b'0' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> String {
        match Price::parse(written) {
            Ok(price) => {
                let amount = price.amount();
                let amount = amount.map(|it| format!(" = {} {}", it.number, it.currency));
                format!("{}{}", price.as_str(), amount.unwrap_or_default())
            }
            Err(_) => "refused".to_owned(),
        }
    }

    #[test]
    fn a_price_is_free_or_words_and_never_a_bare_number() {
        for (written, expected) in [
            ("free", "free"),
            ("Free", "free"),
            ("0", "free"),
            ("0.00", "free"),
            ("£0", "free"),
            ("free for members", "free for members"),
            ("£5", "£5 = 5 GBP"),
            ("£ 7.50", "£ 7.50 = 7.50 GBP"),
            ("12,50 €", "12,50 € = 12.50 EUR"),
            ("1,200 EUR", "1,200 EUR = 1200 EUR"),
            ("USD 20", "USD 20 = 20 USD"),
            ("US$20", "US$20 = 20 USD"),
            ("$20", "$20"),
            ("£5 on the door", "£5 on the door"),
            ("£5-10", "£5-10"),
            ("5", "refused"),
            ("5.00", "refused"),
            ("12,50", "refused"),
            ("1.2.3", "refused"),
            ("-5", "refused"),
            ("1e3", "refused"),
            ("yes", "refused"),
            ("", "refused"),
        ] {
            assert_eq!(read(written), expected, "{written}");
        }
    }
}
