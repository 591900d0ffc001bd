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

    /// A CSS selector of everything that can have the role.
    pub(super) fn selector(self) -> &'static str {
        match self {
            Self::Alert => "[role=alert]",
            Self::Button => "button, input[type=button], input[type=submit], [role=button]",
            Self::Cell => "td, [role=cell]",
            Self::Checkbox => "input[type=checkbox], [role=checkbox]",
            Self::Dialog => "dialog, [role=dialog]",
            Self::DisclosureTriangle => "summary",
            Self::Group => "fieldset, details, [role=group]",
            Self::Heading => "h1, h2, h3, h4, h5, h6, [role=heading]",
            Self::Image => "img, svg, [role=img]",
            Self::Link => "a[href], [role=link]",
            Self::List => "ul, ol, menu, [role=list]",
            Self::ListItem => "li, [role=listitem]",
            Self::Main => "main, [role=main]",
            Self::Navigation => "nav, [role=navigation]",
            Self::Paragraph => "p, [role=paragraph]",
            Self::Radio => "input[type=radio], [role=radio]",
            Self::RadioGroup => "fieldset, [role=radiogroup]",
            Self::Row => "tr, [role=row]",
            Self::RowHeader => "th, [role=rowheader]",
            Self::Status => "output, [role=status]",
            Self::Table => "table, [role=table]",
            Self::TextBox => {
                "input:not([type=button], [type=submit], [type=checkbox], [type=radio], [type=hidden]), textarea"
            }
        }
    }

    /// Whether this is the role that a driver computes. ARIA has none for a `summary` and for a password's field.
    pub(super) fn is_computed(self, role: &str) -> bool {
        match self {
            Self::DisclosureTriangle => true,
            Self::TextBox => matches!(role, "textbox" | ""),
            _ => role == self.as_str(),
        }
    }
}
