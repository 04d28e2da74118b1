//! Arbitrary trees, such as a text can have.

use plangate::source::Span;
use plangate::syntax::ast::{
    Action, Binders, Body, BodyEntry, Comparison, Define, Edition, Expect, Expression,
    ExpressionKind, File, Formal, Given, GivenKind, GivenObject, Import, Item, Meta, MetaBlock,
    Name, On, Param, ParamType, Part, Quantifier, Rule, Selector, State, Statement, Target,
    Template, Test, TypePattern,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

const NOWHERE: Span = Span {
    source: plangate::source::SourceId(0),
    start: 0,
    end: 0,
};

pub(crate) fn file() -> BoxedStrategy<File> {
    let edition = option::of(Just(Edition {
        number: 1,
        span: NOWHERE,
    }));
    let import = (text(), option::of(ident()));
    let import = import.prop_map(|(path, alias)| Import {
        path: name(path),
        alias: alias.map(name),
        span: NOWHERE,
    });
    (edition, vec(import, 0..3), vec(item(), 0..4))
        .prop_map(|(edition, imports, items)| File {
            source: NOWHERE.source,
            edition,
            imports,
            items,
            comments: Vec::new(),
            unread: Vec::new(),
        })
        .boxed()
}

fn item() -> BoxedStrategy<Item> {
    prop_oneof![
        param().prop_map(Item::Param),
        define().prop_map(Item::Define),
        rule().prop_map(Item::Rule),
        test().prop_map(Item::Test),
    ]
    .boxed()
}

fn param() -> BoxedStrategy<Param> {
    let parts = (
        ident(),
        option::of(param_type()),
        option::of(expression()),
        option::of(template()),
    );
    parts
        .prop_map(|(of, kind, default, doc)| Param {
            name: name(of),
            kind,
            default,
            doc,
            span: NOWHERE,
        })
        .boxed()
}

fn param_type() -> BoxedStrategy<ParamType> {
    let word = select(vec![ParamType::Text, ParamType::Number, ParamType::Bool]);
    word.prop_recursive(3, 3, 1, |inner| {
        prop_oneof![
            inner.clone().prop_map(|of| ParamType::List(Box::new(of))),
            inner.prop_map(|of| ParamType::Map(Box::new(of))),
        ]
    })
    .boxed()
}

fn define() -> BoxedStrategy<Define> {
    let formal = (ident(), option::of(ident()));
    let formal = formal.prop_map(|(of, kind)| Formal {
        name: name(of),
        kind: kind.map(name),
    });
    let parts = (
        ident(),
        vec(formal, 0..3),
        expression(),
        option::of(template()),
    );
    parts
        .prop_map(|(of, formals, body, doc)| Define {
            name: name(of),
            formals,
            body,
            doc,
            span: NOWHERE,
        })
        .boxed()
}

fn rule() -> BoxedStrategy<Rule> {
    let keys = [
        "title",
        "severity",
        "tags",
        "rationale",
        "remediation",
        "links",
        "level",
        "undetermined",
        "replaces",
    ];
    let metas = (
        proptest::sample::subsequence(keys.to_vec(), 0..5),
        vec(expression(), 5),
    );
    let metas = metas.prop_map(|(keys, values)| {
        let pairs = keys.into_iter().zip(values);
        pairs
            .map(|(key, value)| Meta {
                name: name(key.to_owned()),
                value,
            })
            .collect::<Vec<_>>()
    });
    let entry = (ident(), expression()).prop_map(|(key, value)| Meta {
        name: name(key),
        value,
    });
    let block = (select(vec!["ids", "controls"]), vec(entry, 0..3));
    let block = block.prop_map(|(of, entries)| MetaBlock {
        name: name(of.to_owned()),
        entries,
        span: NOWHERE,
    });
    let body = (vec(statement(), 0..3), assertion()).prop_map(|(mut body, assertion)| {
        body.push(assertion);
        body
    });
    let parts = (
        text(),
        metas,
        vec(block, 0..2),
        vec(param(), 0..2),
        on(),
        body,
    );
    parts
        .prop_map(|(id, metas, blocks, params, on, body)| Rule {
            id: name(id),
            metas,
            blocks,
            params,
            on: Some(on),
            body,
            span: NOWHERE,
        })
        .boxed()
}

fn on() -> BoxedStrategy<On> {
    let selector = prop_oneof![
        type_pattern().prop_map(Selector::Resource),
        type_pattern().prop_map(Selector::Data),
        text().prop_map(|of| Selector::Module(name(of))),
        select(vec![
            Selector::Plan(NOWHERE),
            Selector::Document(NOWHERE),
            Selector::Output(NOWHERE),
            Selector::Provider(NOWHERE),
        ]),
    ];
    let when = vec(action().prop_map(|action| (action, NOWHERE)), 0..3);
    (vec(selector, 1..4), option::of(text()), when)
        .prop_map(|(selectors, in_module, when)| On {
            selectors,
            in_module: in_module.map(name),
            when,
            span: NOWHERE,
        })
        .boxed()
}

fn action() -> BoxedStrategy<Action> {
    select(vec![
        Action::Create,
        Action::Update,
        Action::Replace,
        Action::Delete,
        Action::Read,
        Action::Forget,
        Action::Noop,
        Action::Any,
    ])
    .boxed()
}

fn statement() -> BoxedStrategy<Statement> {
    let leaf = prop_oneof![
        expression().prop_map(Statement::Where),
        (expression(), option::of(template()))
            .prop_map(|(condition, because)| Statement::Unless { condition, because }),
        (ident(), expression()).prop_map(|(of, value)| Statement::Let {
            name: name(of),
            value
        }),
        assertion(),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        (binders(), expression(), vec(inner, 0..3)).prop_map(|(binders, list, body)| {
            Statement::Each {
                binders,
                list,
                body,
                span: NOWHERE,
            }
        })
    })
    .boxed()
}

fn assertion() -> BoxedStrategy<Statement> {
    prop_oneof![
        (expression(), template()).prop_map(|(condition, message)| Statement::Require {
            condition,
            message: Some(message),
            span: NOWHERE,
        }),
        (option::of(expression()), template()).prop_map(|(condition, message)| Statement::Deny {
            condition,
            message: Some(message),
            span: NOWHERE,
        }),
    ]
    .boxed()
}

fn binders() -> BoxedStrategy<Binders> {
    (option::of(ident()), ident())
        .prop_map(|(key, value)| Binders {
            key: key.map(name),
            value: name(value),
        })
        .boxed()
}

/// A string or heredoc without expressions; those with them come with [`expression`].
fn template() -> BoxedStrategy<Template> {
    prop_oneof![
        3 => expression().prop_map(|inner| interpolating(inner, "a $".to_owned(), "%{ \"b\"".to_owned())),
        3 => text().prop_map(|text| literal(text, false)),
        2 => heredoc(),
    ].boxed()
}

fn heredoc() -> BoxedStrategy<Template> {
    let line = select(vec![
        "",
        "  ",
        "EOT",
        " EOT x",
        "EOT2",
        "a ${b} %{c}",
        "    deep",
        "\ttab",
        "x $",
        "\"q\" \\n",
        "größe",
    ]);
    vec(line, 0..4)
        .prop_map(|lines| literal(lines.iter().flat_map(|line| [*line, "\n"]).collect(), true))
        .boxed()
}

fn literal(text: String, heredoc: bool) -> Template {
    let parts = if text.is_empty() {
        Vec::new()
    } else {
        vec![Part::Literal(text)]
    };
    Template {
        parts,
        heredoc,
        span: NOWHERE,
    }
}

fn interpolating(inner: Expression, before: String, after: String) -> Template {
    let parts = vec![
        Part::Literal(before),
        Part::Interpolation(without_heredocs(inner)),
        Part::Literal(after),
    ];
    Template {
        parts,
        heredoc: false,
        span: NOWHERE,
    }
}

/// No heredoc may stand in `${…}`: those of a tree become strings.
fn without_heredocs(mut expression: Expression) -> Expression {
    fn walk(expression: &mut Expression) {
        if let ExpressionKind::Text(template) = &mut expression.kind {
            template.heredoc = false;
        }
        for inner in inner(expression) {
            walk(inner);
        }
    }
    walk(&mut expression);
    expression
}

fn inner(expression: &mut Expression) -> Vec<&mut Expression> {
    match &mut expression.kind {
        ExpressionKind::Text(template) => template
            .parts
            .iter_mut()
            .filter_map(|part| match part {
                Part::Literal(_) => None,
                Part::Interpolation(inner) => Some(inner),
            })
            .collect(),
        ExpressionKind::List(items)
        | ExpressionKind::And(items)
        | ExpressionKind::Or(items)
        | ExpressionKind::Call {
            arguments: items, ..
        } => items.iter_mut().collect(),
        ExpressionKind::Map(entries) => entries.iter_mut().map(|(_, value)| value).collect(),
        ExpressionKind::Attribute(of, _)
        | ExpressionKind::Forward(of, _)
        | ExpressionKind::Back(of, ..)
        | ExpressionKind::Not(of)
        | ExpressionKind::Is { of, .. } => vec![of],
        ExpressionKind::Index(a, b)
        | ExpressionKind::Compare(_, a, b)
        | ExpressionKind::Coalesce(a, b) => {
            vec![a, b]
        }
        ExpressionKind::Conditional(parts) => parts.iter_mut().collect(),
        ExpressionKind::Quantifier {
            list, condition, ..
        } => vec![list, condition],
        ExpressionKind::For {
            list,
            value,
            condition,
            ..
        } => {
            let mut found = vec![&mut **list, &mut **value];
            found.extend(condition.as_deref_mut());
            found
        }
        _ => Vec::new(),
    }
}

pub(crate) fn expression() -> BoxedStrategy<Expression> {
    let leaf = prop_oneof![
        select(vec!["0", "-12", "3.50", "-0.1", "443"])
            .prop_map(|n| ExpressionKind::Number(n.to_owned())),
        select(vec![
            ExpressionKind::Null,
            ExpressionKind::Bool(true),
            ExpressionKind::Bool(false),
            ExpressionKind::SelfValue,
            ExpressionKind::Unknown,
        ]),
        ident().prop_map(ExpressionKind::Name),
        text().prop_map(|text| ExpressionKind::Text(literal(text, false))),
        heredoc().prop_map(ExpressionKind::Text),
        target().prop_map(ExpressionKind::Resources),
    ];
    leaf.prop_map(at)
        .prop_recursive(5, 24, 4, |inner| {
            prop_oneof![
                logic(inner.clone()),
                postfix(inner.clone()),
                collection(inner)
            ]
            .prop_map(at)
        })
        .boxed()
}

fn logic(
    inner: impl Strategy<Value = Expression> + Clone + 'static,
) -> BoxedStrategy<ExpressionKind> {
    let boxed = inner.clone().prop_map(Box::new);
    let comparison = select(vec![
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::LessOrEqual,
        Comparison::Greater,
        Comparison::GreaterOrEqual,
        Comparison::In,
        Comparison::NotIn,
        Comparison::Contains,
        Comparison::NotContains,
        Comparison::Like,
        Comparison::NotLike,
        Comparison::Matches,
        Comparison::NotMatches,
    ]);
    let state = select(vec![
        State::Set,
        State::Written,
        State::Known,
        State::Null,
        State::Absent,
        State::Empty,
    ]);
    prop_oneof![
        boxed.clone().prop_map(ExpressionKind::Not),
        vec(inner.clone(), 2..4).prop_map(ExpressionKind::And),
        vec(inner.clone(), 2..4).prop_map(ExpressionKind::Or),
        [inner.clone(), inner.clone(), inner]
            .prop_map(|parts| ExpressionKind::Conditional(Box::new(parts))),
        (comparison, boxed.clone(), boxed.clone())
            .prop_map(|(sign, a, b)| ExpressionKind::Compare(sign, a, b)),
        (boxed.clone(), any::<bool>(), state).prop_map(|(of, negated, state)| ExpressionKind::Is {
            of,
            negated,
            state
        }),
        (boxed.clone(), boxed).prop_map(|(a, b)| ExpressionKind::Coalesce(a, b)),
    ]
    .boxed()
}

fn postfix(
    inner: impl Strategy<Value = Expression> + Clone + 'static,
) -> BoxedStrategy<ExpressionKind> {
    let boxed = inner.prop_map(Box::new);
    let attribute = prop_oneof![word(), text()];
    prop_oneof![
        (boxed.clone(), attribute).prop_map(|(of, key)| ExpressionKind::Attribute(of, name(key))),
        (boxed.clone(), boxed.clone()).prop_map(|(of, index)| ExpressionKind::Index(of, index)),
        (boxed.clone(), target()).prop_map(|(of, target)| ExpressionKind::Forward(of, target)),
        (boxed, target(), vec(word().prop_map(name), 0..3))
            .prop_map(|(of, target, path)| ExpressionKind::Back(of, target, path)),
    ]
    .boxed()
}

fn collection(
    inner: impl Strategy<Value = Expression> + Clone + 'static,
) -> BoxedStrategy<ExpressionKind> {
    let boxed = inner.clone().prop_map(Box::new);
    let quantifier = select(vec![
        Quantifier::All,
        Quantifier::Any,
        Quantifier::None,
        Quantifier::Count,
    ]);
    let key = prop_oneof![word(), text()].prop_map(name);
    prop_oneof![
        vec(inner.clone(), 0..4).prop_map(ExpressionKind::List),
        vec((key, inner.clone()), 0..4).prop_map(ExpressionKind::Map),
        (quantifier, binders(), boxed.clone(), boxed.clone()).prop_map(
            |(quantifier, binders, list, condition)| {
                ExpressionKind::Quantifier {
                    quantifier,
                    binders,
                    list,
                    condition,
                }
            }
        ),
        (binders(), boxed.clone(), boxed.clone(), option::of(boxed)).prop_map(
            |(binders, list, value, condition)| ExpressionKind::For {
                binders,
                list,
                value,
                condition
            }
        ),
        (option::of(ident()), ident(), vec(inner.clone(), 0..3)).prop_map(
            |(module, of, arguments)| {
                ExpressionKind::Call {
                    module: module.map(name),
                    name: name(of),
                    arguments,
                }
            }
        ),
        (inner, text(), text()).prop_map(|(inner, before, after)| ExpressionKind::Text(
            interpolating(inner, format!("{before} "), format!(" {after}"))
        )),
    ]
    .boxed()
}

fn target() -> BoxedStrategy<Target> {
    (any::<bool>(), type_pattern())
        .prop_map(|(data, kind)| Target {
            data,
            kind,
            span: NOWHERE,
        })
        .boxed()
}

fn type_pattern() -> BoxedStrategy<TypePattern> {
    prop_oneof![
        select(vec!["aws_instance", "aws_iam_role", "null_resource"]).prop_map(|kind| {
            TypePattern {
                text: kind.to_owned(),
                quoted: false,
                span: NOWHERE,
            }
        }),
        text().prop_map(|text| TypePattern {
            text,
            quoted: true,
            span: NOWHERE
        }),
    ]
    .boxed()
}

fn test() -> BoxedStrategy<Test> {
    let expect = (
        select(vec![
            "pass",
            "fail",
            "undetermined",
            "exempt",
            "not_applicable",
            "error",
        ]),
        option::of(text()),
        option::of(select(vec![
            "aws_instance.a",
            "module.x[\"a b\"].aws_instance.a[0]",
            "data.aws_ami.a",
        ])),
        option::of(text()),
    );
    let expect = expect.prop_map(|(outcome, rule, address, message)| Expect {
        outcome: name(outcome.to_owned()),
        rule: rule.map(name),
        address: address.map(|of| name(of.to_owned())),
        message: message.map(name),
        span: NOWHERE,
    });
    (text(), vec(given(), 0..3), vec(expect, 1..3))
        .prop_map(|(sentence, givens, expects)| Test {
            sentence: name(sentence),
            givens,
            expects,
            span: NOWHERE,
        })
        .boxed()
}

fn given() -> BoxedStrategy<Given> {
    let kind = select(vec![
        GivenKind::Resource,
        GivenKind::Data,
        GivenKind::Module,
    ]);
    let object = (
        option::of(action()),
        kind,
        vec(text(), 1..3),
        option::of(text()),
        body(),
        option::of(body()),
    );
    prop_oneof![
        text().prop_map(|of| Given::Workspace(name(of))),
        text().prop_map(|of| Given::Plan(name(of))),
        (ident(), expression()).prop_map(|(of, value)| Given::Var(name(of), value)),
        (ident(), expression()).prop_map(|(of, value)| Given::Param(name(of), value)),
        object.prop_map(|(action, kind, labels, in_module, body, was)| {
            let labels = labels.into_iter().map(name).collect();
            let in_module = in_module.map(name);
            Given::Object(Box::new(GivenObject {
                action,
                kind,
                labels,
                in_module,
                body,
                was,
                span: NOWHERE,
            }))
        }),
    ]
    .boxed()
}

fn body() -> BoxedStrategy<Body> {
    let key = prop_oneof![word(), text()];
    let pair = (key, expression()).prop_map(|(key, value)| BodyEntry::Pair(name(key), value));
    let entry = pair.prop_recursive(3, 8, 3, |inner| {
        (ident(), vec(text(), 0..2), vec(inner, 0..3)).prop_map(|(of, labels, entries)| {
            BodyEntry::Block {
                name: name(of),
                labels: labels.into_iter().map(name).collect(),
                body: Body {
                    entries,
                    span: NOWHERE,
                },
            }
        })
    });
    vec(entry, 0..4)
        .prop_map(|entries| Body {
            entries,
            span: NOWHERE,
        })
        .boxed()
}

/// A word that may be bound.
fn ident() -> BoxedStrategy<String> {
    select(vec![
        "a", "size", "x1", "_b", "web-1", "rule-x", "on--2", "data", "doc", "was", "list",
        "edition", "only", "plan",
    ])
    .prop_map(str::to_owned)
    .boxed()
}

/// Any word, reserved or not.
fn word() -> BoxedStrategy<String> {
    prop_oneof![
        ident(),
        select(vec![
            "in", "is", "not", "message", "on", "self", "count", "like"
        ])
        .prop_map(str::to_owned)
    ]
    .boxed()
}

/// A text with everything that needs an escape.
fn text() -> BoxedStrategy<String> {
    prop_oneof![
        "[a-z*_ ]{0,12}",
        select(vec![
            "",
            "$",
            "${",
            "$${",
            "$$${a}",
            "%{",
            "%%{",
            "\"",
            "\\",
            "\\n",
            "a\nb",
            "\r\n\t",
            "\u{0}",
            "\u{202e}",
            "größe",
            "🔒",
            "${x}$",
            "1a",
            "a-",
            "#",
            "/* */",
            "// ",
            "<<EOT",
            "'",
            "a long text that goes on and on and on and on",
        ])
        .prop_map(str::to_owned),
        ".{0,8}",
    ]
    .boxed()
}

fn name(text: String) -> Name {
    Name {
        text,
        span: NOWHERE,
    }
}

fn at(kind: ExpressionKind) -> Expression {
    Expression {
        kind,
        span: NOWHERE,
    }
}
