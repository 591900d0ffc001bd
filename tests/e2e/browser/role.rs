//! What kind of thing something is, in ARIA's words.

/// The ARIA roles that the stories speak of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "a role is named as in the ARIA specification, which explains it")]
pub enum Role {
    Alert,
    Button,
    Cell,
    Checkbox,
    Dialog,
    DisclosureTriangle,
    Group,
    Heading,
    Image,
    Link,
    List,
    ListItem,
    Main,
    Navigation,
    Paragraph,
    Radio,
    RadioGroup,
    Row,
    RowHeader,
    Status,
    Table,
    TextBox,
}

impl Role {
    /// The role's name in Chromium's accessibility tree.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Button => "button",
            Self::Cell => "cell",
            Self::Checkbox => "checkbox",
            Self::Dialog => "dialog",
            Self::DisclosureTriangle => "DisclosureTriangle",
            Self::Group => "group",
            Self::Heading => "heading",
            Self::Image => "image",
            Self::Link => "link",
            Self::List => "list",
            Self::ListItem => "listitem",
            Self::Main => "main",
            Self::Navigation => "navigation",
            Self::Paragraph => "paragraph",
            Self::Radio => "radio",
            Self::RadioGroup => "radiogroup",
            Self::Row => "row",
            Self::RowHeader => "rowheader",
            Self::Status => "status",
            Self::Table => "table",
            Self::TextBox => "textbox",
        }
    }
}
