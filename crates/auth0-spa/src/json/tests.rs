//! The reader and the writer: round trips and refusals.

use super::*;

fn fault(text: &str) -> Option<(Fault, usize)> {
    read(text).err().map(|error| (error.fault, error.at))
}

/// `depth` nested lists.
fn nested(depth: usize) -> String {
    "[".repeat(depth) + &"]".repeat(depth)
}

/// Cases: JS-01.
#[test]
fn every_number_is_written_as_it_was_read() {
    for number in [
        "0",
        "-0",
        "1.0",
        "-0.0",
        "1e3",
        "1E+3",
        "10e-2",
        "48.137154321987654",
        "1000000000000000000000000000000",
        "12345678901234567890",
        "-9007199254740993",
        "0.1000000000000000055511151231257827021181583404541015625",
        "1e400",
        "5e-324",
    ] {
        assert_eq!(read(number).map(|value| write(&value)).as_deref(), Ok(number));
        let object = format!(r#"{{"a":[{number},{{"b":{number}}}]}}"#);
        assert_eq!(read(&object).map(|value| write(&value)), Ok(object));
    }
}

/// Cases: JS-02.
#[test]
fn numbers_are_equal_only_if_their_exact_values_are() {
    for (one, other, equal) in [
        ("1", "1.0", true),
        ("1000", "1e3", true),
        ("0.5", "5e-1", true),
        ("100e-2", "1", true),
        ("0", "-0.0", true),
        ("0e9", "0", true),
        ("1e999999999999999999999", "1e999999999999999999999", true),
        ("1", "-1", false),
        ("10", "1", false),
        ("0.1", "0.01", false),
        ("9007199254740993", "9007199254740992", false),
        ("0.1", "0.1000000000000000055511151231257827", false),
        ("48.137154321987654", "48.13715432198766", false),
        ("1e999999999999999999999", "10e999999999999999999998", false),
    ] {
        assert_eq!(read(one) == read(other), equal, "{one} {other}");
        assert_eq!(read(&format!("[{one}]")) == read(&format!("[{other}]")), equal, "{one} {other}");
    }
}

/// Cases: JS-03.
#[test]
fn a_member_named_twice_is_refused_at_any_depth() {
    for (text, at) in [
        (r#"{"a":1,"a":1}"#, 7),
        (r#"{"a":1,"b":2, "a":null}"#, 14),
        (r#"{"sub":"x","s\u0075b":"y"}"#, 11),
        (r#"[[{"x":{"":1,"":2}}]]"#, 13),
        (r#"{"é":1,"\u00e9":1}"#, 8),
    ] {
        assert_eq!(fault(text), Some((Fault::Repeated, at)), "{text}");
    }
    for text in [r#"{"a":{"a":1},"A":[{"a":1},{"a":2}]}"#, r#"{"e\u0301":1,"é":2}"#] {
        assert_eq!(fault(text), None, "{text}");
    }
}

/// Cases: JS-04.
#[test]
fn no_member_name_is_special() {
    for name in ["$serde_json::private::Number", "$serde_json::private::RawValue", "__proto__"] {
        let text = format!(r#"{{"{name}":"123"}}"#);
        assert_eq!(read(&text), Ok(Value::object(vec![(name, "123".into())])));
        assert_eq!(read(&text).map(|value| write(&value)), Ok(text));
    }
}

/// Cases: JS-05.
#[test]
fn invalid_json_is_refused_with_its_position() {
    for (text, at) in [
        ("", 0),
        (" ", 1),
        ("\u{feff}{}", 0),
        ("\u{a0}1", 0),
        ("{}{}", 2),
        ("nul", 3),
        ("True", 0),
        ("NaN", 0),
        ("+1", 0),
        (".5", 0),
        ("01", 1),
        ("-", 1),
        ("1.", 2),
        ("1.e3", 2),
        ("1e", 2),
        ("1e+", 3),
        ("0x1", 1),
        ("[1,]", 3),
        ("[,1]", 1),
        ("[1 2]", 3),
        (r#"{"a":1,}"#, 7),
        (r#"{"a"}"#, 4),
        ("{a:1}", 1),
        ("{'a':1}", 1),
        (r#"{"a":1"#, 6),
        ("\"a", 2),
        ("\"\n\"", 1),
        ("\"\\x\"", 2),
        ("\"\\u12g4\"", 5),
        ("\"\\ud800\"", 7),
        ("\"\\ud800\\u0041\"", 2),
        ("\"\\udc00\"", 2),
        ("1 // one", 2),
    ] {
        assert_eq!(fault(text), Some((Fault::Syntax, at)), "{text}");
    }
}

/// Cases: JS-06.
#[test]
fn nesting_beyond_the_limit_is_refused() {
    assert_eq!(fault(&nested(128)), None);
    assert_eq!(fault(&nested(129)), Some((Fault::TooDeep, 128)));
    assert_eq!(fault(&"[".repeat(1 << 20)), Some((Fault::TooDeep, 128)));
    assert_eq!(fault(&r#"{"a":"#.repeat(1 << 16)), Some((Fault::TooDeep, 128 * 5)));
}

/// Cases: JS-07.
#[test]
fn strings_are_written_with_only_the_necessary_escapes() {
    for (text, written) in [
        (r#""\u0041\/\"\\""#, r#""A/\"\\""#),
        (r#""\b\f\n\r\t\u0000\u001f\u007f""#, "\"\\b\\f\\n\\r\\t\\u0000\\u001f\u{7f}\""),
        (r#""\ud83d\ude00 \uFFFF é""#, "\"\u{1f600} \u{ffff} é\""),
        (" [ true , false , null , { } , [ ] ] ", "[true,false,null,{},[]]"),
        (r#"{"b":1,"a":{"d":2,"c":3}}"#, r#"{"a":{"c":3,"d":2},"b":1}"#),
    ] {
        assert_eq!(read(text).map(|value| write(&value)).as_deref(), Ok(written));
    }
}

mod property {
    //! Compared with another reader.

    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
                proptest::collection::btree_map(any::<String>(), inner, 0..4)
                    .prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        /// Cases: JS-08.
        #[test]
        fn the_reader_and_the_writer_agree_with_serde_json(value in value()) {
            let (compact, loose) = (value.to_string(), serde_json::to_string_pretty(&value).unwrap());
            prop_assert_eq!(write(&read(&compact).unwrap()), compact.as_str());
            prop_assert_eq!(write(&read(&loose).unwrap()), compact.as_str());
        }
    }
}
