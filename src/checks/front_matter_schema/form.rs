//! The forms that a value in front matter may be asked to have.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::Identifier;
use crate::yaml::tree::{Node, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Form {
    Text,
    /// A name, or a list of names; fields of its own may say more of somebody.
    Names,
    Number,
    Boolean,
    /// `YYYY-MM-DD`, with or without a time of day.
    Date,
    List,
    Mapping,
    /// An address on the web.
    Url,
    Doi,
    Isbn,
    Issn,
    Orcid,
    Arxiv,
    Pmid,
    Youtube,
    /// `YYYY-MM-DD` and no more; of JSON Schemas.
    #[serde(skip)]
    Day,
    /// An address of any scheme; of JSON Schemas.
    #[serde(skip)]
    Address,
    /// `name@example.org`; of JSON Schemas.
    #[serde(skip)]
    Email,
}

impl Form {
    pub(super) fn name(self) -> &'static str {
        match self {
            Form::Text => "text",
            Form::Names => "a name or a list of names",
            Form::Number => "a number",
            Form::Boolean => "`true` or `false`",
            Form::Date | Form::Day => "a date such as `2024-05-01`",
            Form::List => "a list",
            Form::Mapping => "fields of its own",
            Form::Url => "an address that begins with `https://` or `http://`",
            Form::Doi => "a DOI",
            Form::Isbn => "an ISBN",
            Form::Issn => "an ISSN",
            Form::Orcid => "an ORCID iD",
            Form::Arxiv => "an arXiv identifier",
            Form::Pmid => "a PMID",
            Form::Youtube => "a YouTube id",
            Form::Address => "a whole address",
            Form::Email => "an e-mail address",
        }
    }

    pub(super) fn fits(self, node: &Node) -> bool {
        let Value::Scalar { text, quoted } = &node.value else {
            return match &node.value {
                Value::Sequence(items) if self == Form::Names => {
                    items.iter().all(|item| !matches!(item.value, Value::Sequence(_)) && self.fits(item))
                }
                Value::Sequence(_) => self == Form::List,
                Value::Mapping(_) => matches!(self, Form::Mapping | Form::Names),
                // What an alias stands for is not looked up.
                _ => true,
            };
        };
        let text = text.trim();
        let sound = |kind: Identifier| kind.fault(text).is_none();
        match self {
            Form::Text => true,
            Form::Names => *quoted || text.contains(char::is_alphabetic) && !Form::Boolean.fits(node),
            Form::Number => !quoted && text.replace('_', "").parse::<f64>().is_ok_and(f64::is_finite),
            Form::Boolean => !quoted && ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)),
            Form::Date => is_date(text),
            Form::Day => text.len() == 10 && is_date(text),
            Form::List | Form::Mapping => false,
            Form::Url => is_web_address(text),
            Form::Address => url::Url::parse(text).is_ok(),
            Form::Email => is_email(text),
            Form::Doi => Identifier::Doi.fault(without_resolver(text)).is_none(),
            Form::Isbn => sound(Identifier::Isbn),
            Form::Issn => sound(Identifier::Issn),
            Form::Orcid => Identifier::Orcid.fault(without_resolver(text)).is_none(),
            Form::Arxiv => Identifier::Arxiv.fault(without_resolver(text)).is_none(),
            Form::Pmid => sound(Identifier::Pmid),
            Form::Youtube => sound(Identifier::YouTube),
        }
    }
}

fn without_resolver(text: &str) -> &str {
    let beginnings = [
        "https://doi.org/",
        "http://dx.doi.org/",
        "https://orcid.org/",
        "https://arxiv.org/abs/",
        "doi:",
        "arXiv:",
        "arxiv:",
    ];
    beginnings.iter().find_map(|beginning| text.strip_prefix(beginning)).unwrap_or(text).trim()
}

fn is_date(text: &str) -> bool {
    let day = text.get(..10).unwrap_or(text);
    let rest = &text[day.len()..];
    day.parse::<jiff::civil::Date>().is_ok()
        && day.len() == 10
        && (rest.is_empty() || rest.starts_with(['T', 't', ' ']))
}

fn is_email(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace)
    })
}

fn is_web_address(text: &str) -> bool {
    let web = url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    web && !text.contains(char::is_whitespace)
}
