//! Options that are written as another type is, and turned into what a check needs of them.

/// Gives a type the schema of the one that it is written as: `written_as!(Pattern, String)`.
macro_rules! written_as {
    ($own:ty, $written:ty) => {
        impl schemars::JsonSchema for $own {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                <$written>::schema_name()
            }

            fn inline_schema() -> bool {
                <$written>::inline_schema()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$written>::json_schema(generator)
            }
        }
    };
}

pub(super) use written_as;
