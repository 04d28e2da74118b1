//! Words and signs of the language: what each means, with examples that a test runs.

use super::page::{Kind, Page};

/// A word or sign of the language.
#[derive(Debug)]
pub struct Word {
    /// As it is written: `any`, `is set`, `->`.
    pub name: &'static str,
    /// What else finds it.
    pub also: &'static [&'static str],
    /// How it stands in a rule.
    pub written: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What it means, in sentences.
    pub about: &'static str,
    /// Expressions and what they give, both in the rule language.
    pub examples: &'static [(&'static str, &'static str)],
}

/// Every word that has a page, in the order of the language's document.
pub static WORDS: &[Word] = &[
    Word {
        name: "any",
        also: &[],
        written: "any(x in list : p)",
        title: "a quantifier",
        about: "Whether p holds for at least one member of a list or map; of none it is false. \
                `any(i, x in list : p)` gives the index or key as well. Where the plan shows only a \
                part of the list, it is true if a certain member is enough, and false only if \
                nothing unseen could make it true.",
        examples: &[
            ("any(x in [1, 2, 3] : x > 2)", "true"),
            ("any(x in [] : x > 2)", "false"),
            ("any(key, x in { a = 1 } : key == \"a\")", "true"),
        ],
    },
    Word {
        name: "all",
        also: &["every"],
        written: "all(x in list : p)",
        title: "a quantifier",
        about: "Whether p holds for every member of a list or map; of none it is true, and a pass \
                that rests on that alone is vacuous. Ask `is set` first where there must be one.",
        examples: &[
            ("all(x in [1, 2, 3] : x > 2)", "false"),
            ("all(x in [] : x > 2)", "true"),
        ],
    },
    Word {
        name: "none",
        also: &[],
        written: "none(x in list : p)",
        title: "a quantifier",
        about: "Whether p holds for no member of a list or map: `not any(…)`.",
        examples: &[
            ("none(x in [1, 2, 3] : x > 3)", "true"),
            ("none(x in [1, 2, 3] : x > 2)", "false"),
        ],
    },
    Word {
        name: "count",
        also: &[],
        written: "count(x in list : p)",
        title: "a quantifier",
        about: "For how many members of a list or map p holds. Where the plan shows only a part, it \
                is a range, and comparing it is decided where the whole range agrees.",
        examples: &[("count(x in [1, 2, 3] : x >= 2)", "2")],
    },
    Word {
        name: "for",
        also: &[],
        written: "[for x in list : y if p]",
        title: "a list made of another",
        about: "The list of y for those members that p holds for; without `if`, for all of them.",
        examples: &[
            (
                "[for x in [1, 2, 3] : tostring(x) if x > 1]",
                "[\"2\", \"3\"]",
            ),
            ("[for key, x in { a = 1, b = 2 } : key]", "[\"a\", \"b\"]"),
        ],
    },
    Word {
        name: "is set",
        also: &["set", "is not set"],
        written: "x is set",
        title: "a question about a value",
        about: "Whether there is a value after apply that is not empty. Null, `\"\"`, `[]` and `{}` \
                are not set; `0` and `false` are. What is known only after apply is set or not by \
                what the configuration says: a reference to the name, id or ARN of a resource is \
                set, what nobody writes becomes what the provider is known to make of it.",
        examples: &[
            ("self.ami is set", "true"),
            ("\"\" is set", "false"),
            ("0 is set", "true"),
        ],
    },
    Word {
        name: "is written",
        also: &["written", "is not written"],
        written: "x is written",
        title: "a question about a value",
        about: "Whether the configuration gives a value that is not empty; in a state, which has no \
                configuration, undetermined. \"Must be explicit\" is a question of this kind.",
        examples: &[
            ("self.ami is written", "true"),
            ("self.key_name is written", "false"),
        ],
    },
    Word {
        name: "is known",
        also: &["known", "is not known"],
        written: "x is known",
        title: "a question about a value",
        about: "Whether the plan has the value; false for what is known only after apply.",
        examples: &[("self.ami is known", "true"), ("null is known", "true")],
    },
    Word {
        name: "is null",
        also: &["null", "is not null"],
        written: "x is null",
        title: "a question about a value",
        about: "Whether the value is null, or no such key is there.",
        examples: &[
            ("{ a = null }.a is null", "true"),
            ("\"\" is null", "false"),
        ],
    },
    Word {
        name: "is absent",
        also: &["absent", "is not absent"],
        written: "x is absent",
        title: "a question about a value",
        about: "Whether no such key is there at all, as against being null.",
        examples: &[
            ("{ a = null }.b is absent", "true"),
            ("{ a = null }.a is absent", "false"),
        ],
    },
    Word {
        name: "is empty",
        also: &["empty", "is not empty"],
        written: "x is empty",
        title: "a question about a value",
        about: "Whether the value is null, `\"\"`, `[]` or `{}`. Undetermined for what is known only \
                after apply.",
        examples: &[("[] is empty", "true"), ("[0] is empty", "false")],
    },
    Word {
        name: "and",
        also: &["&&"],
        written: "p and q",
        title: "an operator",
        about: "Both hold. False and anything is false, whatever the other is: also where it is \
                unknown. Else unknown and anything is unknown.",
        examples: &[("true and false", "false")],
    },
    Word {
        name: "or",
        also: &["||"],
        written: "p or q",
        title: "an operator",
        about: "One of them holds, or both. True or anything is true, whatever the other is: also \
                where it is unknown. It binds less than `and`; where both stand, write parentheses.",
        examples: &[("true or false", "true")],
    },
    Word {
        name: "not",
        also: &["!"],
        written: "not p",
        title: "an operator",
        about: "The opposite; of unknown, unknown. `not in`, `not like`, `not matches`, `not \
                contains` and `is not set` read better than `not` in front.",
        examples: &[("not true", "false"), ("not (1 in [2])", "true")],
    },
    Word {
        name: "==",
        also: &["!="],
        written: "x == y, x != y",
        title: "an operator",
        about: "Whether two values are equal, or are not. Null is equal to null and unequal to \
                everything else. Values of different types are an error (R702), since they would \
                be unequal for ever. What is known only after apply is unknown.",
        examples: &[
            ("self.ami == \"ami-1\"", "true"),
            ("[1, 2] != [2, 1]", "true"),
        ],
    },
    Word {
        name: "<",
        also: &["<=", ">", ">="],
        written: "x < y, x <= y, x > y, x >= y",
        title: "an operator",
        about: "The order of two numbers. A value that is not set has none, which is an error \
                (R701): say what it means with `??`.",
        examples: &[("2 < 10", "true"), ("(null ?? 0) >= 7", "false")],
    },
    Word {
        name: "in",
        also: &["contains", "not in", "not contains"],
        written: "x in list, list contains x",
        title: "an operator",
        about: "Whether something is a member of a list, or a text a part of another. Null is in \
                nothing. Of keys and values of a map ask `keys(m)` and `values(m)`.",
        examples: &[
            ("\"a\" in [\"a\", \"b\"]", "true"),
            ("\"prod-web\" contains \"prod\"", "true"),
            ("null in [null]", "false"),
        ],
    },
    Word {
        name: "like",
        also: &["not like", "glob"],
        written: "x like \"t3.*\"",
        title: "an operator",
        about: "Whether a whole text is like a pattern: `*` is any text, also with `/` and `.`, `?` \
                one character, `[a-z]` one of these, `{a,b}` one of these texts. A list of patterns \
                means one of them. Null is like nothing.",
        examples: &[
            ("\"t3.micro\" like \"t3.*\"", "true"),
            ("\"t3.micro\" like [\"m5.*\", \"t[34]*\"]", "true"),
            ("null like \"*\"", "false"),
        ],
    },
    Word {
        name: "matches",
        also: &["not matches", "regex"],
        written: "x matches \"^t[34]\"",
        title: "an operator",
        about: "Whether a regular expression is found anywhere in a text; `^` and `$` hold it to the \
                ends. A list of them means one of them. Backslashes are written twice.",
        examples: &[
            ("\"t3.micro\" matches \"^t[34]\\\\.\"", "true"),
            ("\"t3.micro\" matches \"nano$\"", "false"),
        ],
    },
    Word {
        name: "??",
        also: &["default"],
        written: "x ?? y",
        title: "an operator",
        about: "x if it is set, else y: what a value means that nobody gives.",
        examples: &[
            ("null ?? 3", "3"),
            ("\"\" ?? \"a\"", "\"a\""),
            ("0 ?? 3", "0"),
        ],
    },
    Word {
        name: "?",
        also: &["? :", "?:"],
        written: "c ? x : y",
        title: "an operator",
        about: "x if c holds, else y. Where c is unknown, so is the whole, unless both are equal.",
        examples: &[("1 < 2 ? \"a\" : \"b\"", "\"a\"")],
    },
    Word {
        name: "->",
        also: &[],
        written: "P -> T, P -> data T",
        title: "references",
        about: "The resources of type T that the expression at P refers to: before apply, through \
                variables and outputs of modules, with `count` and `for_each` by the same key. A \
                known name, id or ARN is matched with the resources that carry it. What the plan \
                cannot show makes the list open, never empty.",
        examples: &[("(self.subnet_id -> aws_subnet) is empty", "true")],
    },
    Word {
        name: "<-",
        also: &[],
        written: "R <- T.a.b, R <- T, R <- \"*\"",
        title: "references",
        about: "The resources of type T whose attribute `a.b` refers to R; without an attribute, \
                those that refer to R anywhere. After it, parentheses are needed to go on.",
        examples: &[("(self <- aws_eip.instance) is empty", "true")],
    },
    Word {
        name: "resources",
        also: &[],
        written: "resources(T), resources(data T)",
        title: "references",
        about: "All planned resources of a type, or data sources; T may be a pattern in quotes.",
        examples: &[("length(resources(aws_instance))", "1")],
    },
    Word {
        name: "self",
        also: &[],
        written: "self",
        title: "a name",
        about: "What the rule judges: a resource as it will be after apply; with `when delete`, as \
                it was. `before(self)` is the resource as it is now.",
        examples: &[("type(self)", "\"aws_instance\"")],
    },
    Word {
        name: "var",
        also: &[],
        written: "var.NAME",
        title: "a name",
        about: "A variable of the root module, as it was given to the plan.",
        examples: &[("var.nobody_declares_it is known", "false")],
    },
    Word {
        name: "plan",
        also: &[
            "plan.errored",
            "plan.complete",
            "plan.applyable",
            "plan.is_state",
        ],
        written: "plan.errored, plan.complete, plan.applyable, plan.is_state",
        title: "a name",
        about: "What the plan says of itself: whether planning failed, whether it has all changes, \
                and whether it can be applied; and whether it is a state, and no plan.",
        examples: &[("plan.errored is known", "false")],
    },
    Word {
        name: "terraform",
        also: &["terraform.version", "terraform.workspace", "workspace"],
        written: "terraform.version, terraform.workspace",
        title: "a name",
        about: "The version that wrote the plan; and the workspace, which no plan records: it is \
                given by `--workspace` and else unknown.",
        examples: &[
            ("terraform.version", "\"1.11.4\""),
            ("terraform.workspace is known", "false"),
        ],
    },
];

/// The page of a word.
pub fn find(word: &str) -> Option<Page> {
    let is_it = |one: &&Word| one.name == word || one.also.contains(&word);
    WORDS.iter().find(is_it).map(page)
}

fn page(word: &Word) -> Page {
    let mut page = Page::new(Kind::Word, word.name, word.title);
    page.fact("written", format!("`{}`", word.written));
    page.text(word.about);
    page.heading("Examples");
    for (expression, result) in word.examples {
        page.item(format!("`{expression}` is `{result}`"));
    }
    page.data("written", word.written);
    page.data("about", word.about);
    page.data("examples", super::examples(word.examples));
    page
}
