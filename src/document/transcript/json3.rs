//! The `json3` form of YouTube's captions: events, each with segments of text.

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Builder, plain_words};

pub(super) fn read(text: &str, builder: &mut Builder) {
    let begin = text.find('{').unwrap_or_default();
    let mut json = serde_json::Deserializer::from_str(&text[begin..]);
    // Events are taken as they are read, so that those before damage are there.
    builder.cut = Events(builder).deserialize(&mut json).is_err();
}

#[derive(Deserialize)]
struct Event {
    #[serde(default, rename = "tStartMs")]
    start: Option<f64>,
    #[serde(default, rename = "dDurationMs")]
    duration: Option<f64>,
    #[serde(default)]
    segs: Vec<Segment>,
}

#[derive(Deserialize)]
struct Segment {
    #[serde(default)]
    utf8: String,
}

/// The object that holds the events, and the list of them.
struct Events<'b>(&'b mut Builder);

impl<'de> DeserializeSeed<'de> for Events<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Events<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("events")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            match &*name {
                "events" => map.next_value_seed(Events(self.0))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut events: A) -> Result<(), A::Error> {
        let mut lines = Vec::new();
        while let Some(event) = events.next_element::<Event>()? {
            let text: String = event.segs.iter().map(|segment| &*segment.utf8).collect();
            let words = plain_words(&text);
            if !words.is_empty() {
                let start = event.start.filter(|start| (0.0..f64::from(u32::MAX)).contains(start));
                let end = start.map_or(0, |start| whole(start + event.duration.unwrap_or(0.0)));
                lines.push(words);
                self.0.add(start.map(whole), end, &mut lines);
            }
        }
        Ok(())
    }
}

/// Milliseconds, as far as they go: `as` stops at the ends.
fn whole(milliseconds: f64) -> u32 {
    milliseconds as u32
}
