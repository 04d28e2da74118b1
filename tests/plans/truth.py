#!/usr/bin/env python3
"""Writes the tables of truth: what holds after each plan of a case was applied.

usage: truth.py [CASE...]   (in the folder that holds the cases)

Columns: address, fact, value, basis; README.md says what they mean. Values come from the states,
and links between resources are followed by name, id and ARN within one account and region, with
versions of launch templates heeded. Nothing comes from a tool that judges plans. What a state of
the stand-in has wrong stands in the case's read.tsv, by reading.
"""

import base64
import email
import gzip
import json
import re
import sys
from pathlib import Path

WITH_PROFILE = ("aws_instance", "aws_spot_instance_request")
OPTIONS = (("effective_http_tokens", "http_tokens"), ("effective_http_endpoint", "http_endpoint"),
           ("effective_hop_limit", "http_put_response_hop_limit"))

# The stand-in knows a template only in the run that makes it.
UNSEEN = "template, not in the state"


def walk(module):
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from walk(child)


def first(value):
    return value[0] if isinstance(value, list) and value else {}


def listed(value):
    return value if isinstance(value, list) else [value] if value is not None else []


def lines(path):
    return path.read_text().splitlines() if path.exists() else []


def name_of(profile):
    """The profile's name, out of a name or an ARN."""
    return profile.rsplit("/", 1)[-1] if profile and profile.startswith("arn:") else profile or ""


class World:
    """One applied state, with everything that can be looked up in it."""

    def __init__(self, folder, state, plan):
        self.case = folder.name
        self.resources = [r for r in walk(state["values"]["root_module"]) if r["mode"] == "managed"]
        self.changes = {c["address"]: c["change"] for c in plan["resource_changes"] if "deposed" not in c}
        self.other_account = tuple(lines(folder / "other-account")) or ("\0",)
        self.profiles, self.roles, self.templates, self.configurations, self.policies = {}, {}, {}, {}, {}
        for r in self.resources:
            v, account = r["values"], self.account(r)
            if r["type"] == "aws_iam_instance_profile":
                self.profiles[account, v["name"]] = r
            elif r["type"] == "aws_iam_role":
                self.roles[account, v["name"]] = r
            elif r["type"] == "aws_launch_template":
                for key in (v["id"], v["name"]):
                    self.templates[account, v.get("region"), key] = r
            elif r["type"] == "aws_launch_configuration":
                for key in (v["id"], v["name"]):
                    self.configurations[account, v.get("region"), key] = r
            elif r["type"] == "aws_iam_policy":
                self.policies[v["arn"]] = r
        self.used_roles = {(account, r["values"].get("role")) for (account, _), r in self.profiles.items()}

    def account(self, r):
        return "other" if r["address"].startswith(self.other_account) else "own"

    def change(self, r):
        """What the plan does to it; a plan with -target does not list what it leaves alone."""
        return self.changes.get(r["address"]) or {"actions": ["no-op"], "before": r["values"], "after": r["values"]}

    def is_made(self, r):
        return "create" in self.change(r)["actions"]

    def planned_block(self, r, name):
        return first((self.change(r)["after"] or {}).get(name))

    def kept(self, r, name):
        """Whether an existing thing has the same in an attribute as before this plan."""
        before = (self.change(r)["before"] or {}).get(name)
        return not self.is_made(r) and before is not None and before == r["values"].get(name)

    def of(self, kind):
        return [r for r in self.resources if r["type"] == kind]

    # --- templates

    def template(self, r, reference):
        """The values of the version that a reference names, or None if the template is outside."""
        if not reference:
            return None
        keys = [reference.get(k) for k in ("id", "launch_template_id", "name", "launch_template_name") if reference.get(k)]
        for key in keys:
            found = self.templates.get((self.account(r), r["values"].get("region"), key))
            if found:
                return self.version(found, reference.get("version"))
        return None

    def version(self, template, wanted):
        """The values of one version, or None where neither the state nor the plan shows it."""
        values, before = template["values"], self.change(template)["before"]
        versions = {values["latest_version"]: values}
        if before and not self.is_made(template):
            versions.setdefault(before["latest_version"], before)
        number = {"$Latest": values["latest_version"], "$Default": values["default_version"]}.get(wanted or "$Default", wanted)
        return versions.get(int(number))

    def template_profile(self, values):
        block = first(values.get("iam_instance_profile"))
        return name_of(block.get("name") or block.get("arn"))

    # --- instances

    def instance(self, r):
        v = r["values"]
        if r["type"] == "aws_spot_instance_request":
            # the provider sends neither a template nor metadata options with a request
            own = v.get("iam_instance_profile") or ""
            yield "effective_profile", own, "argument" if own else ""
            yield from self.role_of(r, own)
            yield from ((fact, "?", "account") for fact, _ in OPTIONS)
            return
        own = v.get("iam_instance_profile") or ""
        if not self.is_made(r):
            # A machine that exists keeps what it has; its template is not asked again.
            yield "effective_profile", own, "kept" if self.kept(r, "iam_instance_profile") else "argument" if own else ""
            yield from self.role_of(r, own)
            options = first(v.get("metadata_options"))
            basis = "kept" if self.kept(r, "metadata_options") else "argument" if self.planned_block(r, "metadata_options") else "account"
            yield from ((fact, options.get(member), basis) for fact, member in OPTIONS)
            return
        reference = first(v.get("launch_template"))
        template = self.template(r, reference)
        given = self.template_profile(template) if template else ""
        if reference and own and not (self.change(r)["after"] or {}).get("iam_instance_profile"):
            newest = self.template(r, dict(reference, version="$Latest"))
            if newest and own == self.template_profile(newest):
                own = ""  # the stand-in took it from there, whatever version is named
        profile = own or given
        if reference and template is None and not own:
            profile, basis = "?", "outside"
        else:
            basis = "" if not profile else "template" if template and profile == given else "argument"
        if basis == "template" and v.get("iam_instance_profile") != profile:
            basis = UNSEEN
        yield "effective_profile", profile, basis
        yield from self.role_of(r, profile)
        planned = self.planned_block(r, "metadata_options")
        theirs = first(template.get("metadata_options")) if template else {}
        actual = first(v.get("metadata_options"))
        for fact, member in OPTIONS:
            value, basis = actual.get(member), "account"
            if planned.get(member):
                value, basis = planned[member], "argument"
            elif theirs.get(member):
                value, basis = theirs[member], "template" if theirs[member] == value else UNSEEN
            elif reference and template is None:
                value, basis = "?", "outside"
            yield fact, value, basis

    def role_of(self, r, profile):
        if not profile:
            yield "role", "", ""
            return
        if profile == "?":
            yield "role", "?", "outside"
            return
        found = self.profiles.get((self.account(r), name_of(profile)))
        if found is None:
            yield "role", "?", "outside"
        else:
            yield "role", found["values"].get("role") or "", ""

    def own_template(self, r):
        v = r["values"]
        options = first(v.get("metadata_options"))
        profile = self.template_profile(v) if r["type"] == "aws_launch_template" else name_of(v.get("iam_instance_profile"))
        yield "profile", profile, ""
        yield "http_tokens", options.get("http_tokens") or "", ""
        yield "http_endpoint", options.get("http_endpoint") or "", ""
        yield "hop_limit", options.get("http_put_response_hop_limit") or "", ""

    def from_reference(self, r, reference, suffix=""):
        template = self.template(r, reference)
        if template is None:
            yield "effective_profile" + suffix, "?", "outside"
            yield "effective_http_tokens" + suffix, "?", "outside"
            return
        yield "effective_profile" + suffix, self.template_profile(template), "template"
        yield "effective_http_tokens" + suffix, first(template.get("metadata_options")).get("http_tokens") or "", "template"

    def group(self, r):
        v = r["values"]
        mixed = first(first(v.get("mixed_instances_policy")).get("launch_template"))
        yield "uses_launch_configuration", bool(v.get("launch_configuration")), ""
        if v.get("launch_configuration"):
            found = self.configurations.get((self.account(r), v.get("region"), v["launch_configuration"]))
            values = found["values"] if found else {}
            yield "effective_profile", name_of(values.get("iam_instance_profile")) if found else "?", "template" if found else "outside"
            yield "effective_http_tokens", (first(values.get("metadata_options")).get("http_tokens") or "") if found else "?", "template" if found else "outside"
        elif mixed:
            yield from self.from_reference(r, first(mixed.get("launch_template_specification")))
            for i, override in enumerate(mixed.get("override") or []):
                specification = first(override.get("launch_template_specification"))
                if specification:
                    yield from self.from_reference(r, specification, f"[override {i}]")
        else:
            yield from self.from_reference(r, first(v.get("launch_template")))

    def spot_fleet(self, r):
        for i, s in enumerate(r["values"].get("launch_specification") or []):
            yield f"profile[launch_specification {s['instance_type']}]", name_of(s.get("iam_instance_profile") or s.get("iam_instance_profile_arn")), ""
        for c in r["values"].get("launch_template_config") or []:
            reference = first(c.get("launch_template_specification"))
            key = self.templates.get((self.account(r), r["values"].get("region"), reference.get("id") or reference.get("name")))
            yield f"profile[launch_template_config {key['address'] if key else '?'}]", self.template_profile(self.template(r, reference) or {}), "template"

    def ec2_fleet(self, r):
        for i, c in enumerate(r["values"].get("launch_template_config") or []):
            yield f"profile[launch_template_config {i}]", self.template_profile(self.template(r, first(c.get("launch_template_specification"))) or {}), "template"

    def node_group(self, r):
        reference = first(r["values"].get("launch_template"))
        template = self.template(r, reference)
        yield "has_template", bool(reference), ""
        yield "template_profile", self.template_profile(template) if template else "", "template" if template else ""

    # --- roles

    def statements(self, document):
        return listed(json.loads(document).get("Statement")) if document else []

    def role(self, r):
        name, account, v = r["values"]["name"], self.account(r), r["values"]
        trust = self.statements(v["assume_role_policy"])
        yield "used_by_profile", (account, name) in self.used_roles, ""
        yield "trusts_ec2", *trusts_ec2(trust)
        yield "trusts_anyone", any(anyone(s) and not caller_condition(s) for s in trust), ""
        yield "trusts_whole_account", any(whole_account(s) and not caller_condition(s) for s in trust), ""
        attached, inline = set(v.get("managed_policy_arns") or []), []
        for other in self.resources:
            o = other["values"]
            if self.account(other) != account:
                continue
            if other["type"] == "aws_iam_role_policy_attachment" and o["role"] == name:
                attached.add(o["policy_arn"])
            elif other["type"] == "aws_iam_policy_attachment" and name in (o.get("roles") or []):
                attached.add(o["policy_arn"])
            elif other["type"] == "aws_iam_role_policy_attachments_exclusive" and o["role_name"] == name:
                attached.update(o.get("policy_arns") or [])
            elif other["type"] == "aws_iam_role_policy" and o["role"] == name:
                inline.append(o["policy"])
        inline += [b["policy"] for b in v.get("inline_policy") or [] if b.get("policy")]
        yield "policies", len(attached) + len(inline), ""
        yield "has_permissions", bool(attached or inline), ""
        documents = inline + [self.policies[a]["values"]["policy"] for a in attached if a in self.policies]
        everything = any(a.endswith(":policy/AdministratorAccess") for a in attached) or any(
            s["Effect"] == "Allow" and "*" in listed(s.get("Action")) and "*" in listed(s.get("Resource"))
            for d in documents for s in self.statements(d))
        yield "administrator", any(re.fullmatch(r"arn:[a-z-]+:iam::aws:policy/AdministratorAccess", a) for a in attached), ""
        yield "allows_everything", everything, "boundary" if v.get("permissions_boundary") else ""

    def profile(self, r):
        name = r["values"].get("role") or ""
        yield "has_role", bool(name), ""
        yield "role", name, ""
        if name:
            found = self.roles.get((self.account(r), name))
            if found is None:
                for fact in ("role_trusts_ec2", "role_has_permissions", "role_allows_everything"):
                    yield fact, "?", "outside"
                return
            for fact, value, basis in self.role(found):
                if fact in ("trusts_ec2", "has_permissions", "allows_everything"):
                    yield "role_" + fact, value, basis

    # --- exposure

    def public(self, r):
        v = r["values"]
        template = self.template(r, first(v.get("launch_template")))
        interfaces = first((template or {}).get("network_interfaces"))
        targets = {o["values"].get("instance") for o in self.of("aws_eip")} | {o["values"].get("instance_id") for o in self.of("aws_eip_association")}
        fronts = {o["values"].get("network_interface") for o in self.of("aws_eip")}
        planned = (self.change(r)["after"] or {}).get("associate_public_ip_address")
        if v["id"] in targets:
            yield "public", True, "address"
        elif first(v.get("primary_network_interface")).get("network_interface_id") in fronts:
            yield "public", True, "address"
        elif planned is not None:
            yield "public", planned, "argument"
        elif interfaces.get("associate_public_ip_address") not in (None, ""):
            yield "public", interfaces["associate_public_ip_address"] == "true", "template"
        else:
            subnet = interfaces.get("subnet_id") or v.get("subnet_id")
            found = next((o for o in self.of("aws_subnet") if o["values"]["id"] == subnet), None)
            if found:
                yield "public", found["values"]["map_public_ip_on_launch"], "subnet"
            else:
                planned_subnet = (self.change(r)["after"] or {}).get("subnet_id")
                yield "public", "?", "outside" if planned_subnet else "account"

    def ssh_open(self, r):
        v = r["values"]
        if r["type"] == "aws_security_group":
            rules = [(i["protocol"], i["from_port"], i["to_port"], (i.get("cidr_blocks") or []) + (i.get("ipv6_cidr_blocks") or [])) for i in v.get("ingress") or []]
        elif r["type"] == "aws_security_group_rule":
            rules = [(v["protocol"], v["from_port"], v["to_port"], (v.get("cidr_blocks") or []) + (v.get("ipv6_cidr_blocks") or []))] if v["type"] == "ingress" else []
        else:
            rules = [(v["ip_protocol"], v.get("from_port"), v.get("to_port"), [c for c in (v.get("cidr_ipv4"), v.get("cidr_ipv6")) if c])]
        wide = {"0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1"}
        yield "ssh_open_to_world", any(
            (p in ("-1", "all") or (p in ("tcp", "6") and low <= 22 <= high)) and wide & set(ranges) for p, low, high, ranges in rules), ""

    def facts(self):
        for r in self.resources:
            kind, v, found = r["type"], r["values"], []
            if kind in WITH_PROFILE:
                found = [*self.instance(r)]
                if self.case == "11-eip-public":
                    found += self.public(r)
            elif kind in ("aws_launch_template", "aws_launch_configuration"):
                found = [*self.own_template(r)]
                if self.case == "11-eip-public":
                    wanted = first(v.get("network_interfaces")).get("associate_public_ip_address") if kind == "aws_launch_template" else (
                        (self.change(r)["after"] or {}).get("associate_public_ip_address"))
                    found.append(("public", wanted in (True, "true"), "argument" if wanted not in (None, "") else ""))
            elif kind == "aws_autoscaling_group":
                found = self.group(r)
            elif kind == "aws_spot_fleet_request":
                found = self.spot_fleet(r)
            elif kind == "aws_ec2_fleet":
                found = self.ec2_fleet(r)
            elif kind == "aws_eks_node_group":
                found = self.node_group(r)
            elif kind == "aws_iam_role":
                found = self.role(r)
            elif kind == "aws_iam_instance_profile":
                found = self.profile(r)
            elif kind == "aws_batch_compute_environment":
                resources = first(v.get("compute_resources"))
                found = [("service_profile", name_of(resources.get("instance_role")), resources.get("type") or v["type"])]
            elif kind == "aws_emr_cluster":
                found = [("service_profile", name_of(first(v.get("ec2_attributes")).get("instance_profile")), "")]
            elif kind == "aws_imagebuilder_infrastructure_configuration":
                found = [("service_profile", name_of(v.get("instance_profile_name")), ""),
                         ("http_tokens", first(v.get("instance_metadata_options")).get("http_tokens") or "", "")]
            elif kind == "aws_elastic_beanstalk_environment":
                found = [("service_profile", next((s["value"] for s in v.get("setting") or []
                          if s["namespace"] == "aws:autoscaling:launchconfiguration" and s["name"] == "IamInstanceProfile"), ""), "")]
            elif kind == "aws_sagemaker_notebook_instance":
                planned = self.planned_block(r, "instance_metadata_service_configuration")
                found = [("minimum_metadata_version", planned.get("minimum_instance_metadata_service_version") or "", "argument" if planned else "account")]
            elif kind == "aws_ec2_instance_metadata_defaults":
                found = [("http_tokens", v.get("http_tokens") or "", "")]
            elif kind in ("aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"):
                found = self.ssh_open(r)
            found = list(found)
            if self.case == "08-user-data" and kind in (*WITH_PROFILE, "aws_launch_template", "aws_launch_configuration"):
                found.append(("user_data_secrets", secrets_of(self.case, r), ""))
            for fact, value, basis in found:
                yield r["address"], fact, value, basis


def covers(pattern, action):
    return re.fullmatch(re.escape(pattern.lower()).replace(r"\*", ".*").replace(r"\?", "."), action.lower())


def may_assume(statement):
    action = "sts:AssumeRole"
    if "NotAction" in statement:
        return not any(covers(p, action) for p in listed(statement["NotAction"]))
    return any(covers(p, action) for p in listed(statement.get("Action")))


def services(statement):
    principal = statement.get("Principal")
    return listed(principal.get("Service")) if isinstance(principal, dict) else []


def star(statement):
    principal = statement.get("Principal")
    return principal == "*" or isinstance(principal, dict) and "*" in listed(principal.get("AWS"))


def trusts_ec2(trust):
    allowed, basis = False, ""
    for s in (s for s in trust if s["Effect"] == "Allow" and may_assume(s)):
        if "ec2.amazonaws.com" in services(s):
            allowed, basis = True, ""
        elif allowed is False and ("ec2.amazonaws.com.cn" in services(s)):
            allowed, basis = "?", "another partition's service"
        elif allowed is False and (star(s) or "NotPrincipal" in s):
            allowed, basis = "?", "wildcard principal"
    for s in (s for s in trust if s["Effect"] == "Deny" and may_assume(s) and "Condition" not in s):
        if star(s) or "ec2.amazonaws.com" in services(s):
            return False, "denied"
    return allowed, basis


def anyone(s):
    return s["Effect"] == "Allow" and (star(s) or "NotPrincipal" in s)


def whole_account(s):
    principal = s.get("Principal")
    names = listed(principal.get("AWS")) if isinstance(principal, dict) else []
    return s["Effect"] == "Allow" and any(re.fullmatch(r"\d{12}|arn:[^:]*:iam::\d{12}:root", n) for n in names)


def caller_condition(s):
    keys = {k.lower() for test in s.get("Condition", {}).values() for k in test}
    known = ("aws:sourceaccount", "aws:sourceorgid", "aws:principalorgid", "aws:principalarn", "aws:principalaccount", "sts:externalid")
    return any(k in known or k.startswith("aws:principaltag/") or k.endswith((":sub", ":aud")) for k in keys)


# --- user data

KINDS = (
    ("access-key-id", re.compile(r"\bAKIA[0-9A-Z]{16}\b")),
    ("secret-key", re.compile(r"(?i)secret_?access_?key\W{1,6}[A-Za-z0-9/+=]{40}(?![A-Za-z0-9/+=])")),
    ("private-key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
)


def layers(data):
    """The bytes, and everything inside them: base64, gzip, MIME parts."""
    if data[:2] == b"\x1f\x8b":
        yield from layers(gzip.decompress(data))
        return
    yield data
    if re.match(rb"(?i)(mime-version|content-type):", data):
        for part in email.message_from_bytes(data).walk():
            if not part.is_multipart():
                yield part.get_payload(decode=True) or b""
        return
    try:
        inner = base64.b64decode(data, validate=True)
    except ValueError:
        return
    if inner:
        yield from layers(inner)


def secrets_of(case, r):
    v = r["values"]
    data = v.get("user_data") or v.get("user_data_base64") or ""
    if re.fullmatch(r"[0-9a-f]{40}", data):  # only a digest is kept: read from the name
        return "access-key-id,secret-key" if "leak" in r["name"] else ""
    kinds = {kind for layer in layers(data.encode()) for kind, pattern in KINDS if pattern.search(layer.decode("utf-8", "replace"))}
    return ",".join(sorted(kinds))


def say(value):
    return {True: "true", False: "false", None: ""}.get(value, str(value)) if not isinstance(value, (int, float)) or isinstance(value, bool) else str(value)


def write(path, rows):
    rows = sorted({tuple(map(say, row)) for row in rows})
    path.write_text("address\tfact\tvalue\tbasis\n" + "".join("\t".join(row) + "\n" for row in rows))
    print(f"{path}: {len(rows)} facts")


def by_reading(folder, name):
    """Rows that stand for what the state has wrong: plan, address, fact, value, basis."""
    rows = (line.split("\t") for line in lines(folder / "read.tsv")[1:])
    return {(row[1], row[2]): (row[3], row[4]) for row in rows if row[0] == name}


def main():
    here = Path(".")
    for folder in sorted(here / n for n in sys.argv[1:]) or sorted(here.glob("[0-9][0-9]-*")):
        for path in sorted(folder.glob("state*.json")):
            name = path.stem.removeprefix("state").removeprefix("-") or "first"
            names = ("plan.json", "create.json") if name == "first" else (f"plan-{name}.json", f"{name}.json")
            plan = next(folder / n for n in names if (folder / n).exists())
            world = World(folder, json.loads(path.read_text()), json.loads(plan.read_text()))
            facts = {(address, fact): (value, basis) for address, fact, value, basis in world.facts()}
            read = by_reading(folder, name)
            for key in read:
                if key not in facts:
                    sys.exit(f"{folder}/read.tsv: {path.name} has no fact {' '.join(key)}")
            facts.update(read)
            write(folder / path.name.replace("state", "truth").replace(".json", ".tsv"), [(*key, *value) for key, value in facts.items()])


main()
