//! Ranges of IP addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::super::value::{Failure, Value};
use super::{Entry, Files, argument, decimal, not_yet};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("cidrcontains", 2..=2, cidrcontains),
    Entry::new("cidrhost", 2..=2, cidrhost),
    Entry::new("cidrnetmask", 1..=1, cidrnetmask),
    Entry::new("cidrsubnet", 3..=3, cidrsubnet),
    Entry::new("cidrsubnets", 1..=usize::MAX, cidrsubnets),
];

/// A range: its first address, how many bits of it are fixed, and how many there are.
struct Range {
    first: u128,
    fixed: u32,
    bits: u32,
}

impl Range {
    /// The last address of it, less the first.
    fn span(&self) -> u128 {
        span(self.bits - self.fixed)
    }

    fn address(&self, number: u128) -> Option<IpAddr> {
        Some(match self.bits {
            32 => IpAddr::V4(Ipv4Addr::from(u32::try_from(number).ok()?)),
            _ => IpAddr::V6(Ipv6Addr::from(number)),
        })
    }

    /// The text of a range within this one.
    fn text(&self, first: u128, fixed: u32) -> Option<Value> {
        Some(Value::text(format!("{}/{fixed}", self.address(first)?)))
    }
}

/// The greatest number of so many bits.
fn span(bits: u32) -> u128 {
    if bits >= 128 {
        u128::MAX
    } else {
        (1 << bits) - 1
    }
}

/// Reads a range; `Ok(None)` for one that is unknown, or that Terraform reads in a way of its own.
fn range(argument: &Value) -> Result<Option<Range>, Failure> {
    let Some(text) = argument::text(argument)? else {
        return Ok(None);
    };
    if !text.contains('/') {
        return Err(Failure::new(
            "an address range such as 10.0.0.0/8 is required",
        ));
    }
    let Ok(net) = text.parse::<IpNet>() else {
        return Ok(None);
    };
    Ok(match net.network() {
        IpAddr::V4(first) => Some(Range {
            first: u128::from(u32::from(first)),
            fixed: u32::from(net.prefix_len()),
            bits: 32,
        }),
        // Addresses of version 4 within version 6 are written in other ways.
        IpAddr::V6(first) if u128::from(first) >> 64 == 0 => None,
        IpAddr::V6(first) => Some(Range {
            first: u128::from(first),
            fixed: u32::from(net.prefix_len()),
            bits: 128,
        }),
    })
}

/// A whole number of any size, as far as it matters here.
fn whole(argument: &Value) -> Result<Option<i128>, Failure> {
    let Some(number) = argument::number(argument)? else {
        return Ok(None);
    };
    if decimal::is_fraction(&number) {
        return Err(Failure::new(format!(
            "a whole number is required, found {number}"
        )));
    }
    Ok(decimal::whole(&number))
}

fn cidrhost(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let (range, number) = (range(&arguments[0])?, whole(&arguments[1])?);
    let (Some(range), Some(number)) = (range, number) else {
        return Ok(not_yet("cidrhost"));
    };
    let outside = || Failure::new("the range has no such address");
    // A negative number counts from the end.
    let offset = if number < 0 {
        range
            .span()
            .checked_sub(number.unsigned_abs() - 1)
            .ok_or_else(outside)?
    } else {
        number.unsigned_abs()
    };
    if offset > range.span() {
        return Err(outside());
    }
    let address = range.address(range.first + offset);
    Ok(address.map_or_else(
        || not_yet("cidrhost"),
        |address| Value::text(address.to_string()),
    ))
}

fn cidrnetmask(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match range(&arguments[0])? {
        Some(range) if range.bits == 32 => {
            let mask = range.address(span(32) - range.span());
            mask.map_or_else(
                || not_yet("cidrnetmask"),
                |mask| Value::text(mask.to_string()),
            )
        }
        Some(_) => return Err(Failure::new("a range of IPv6 has no netmask")),
        None => not_yet("cidrnetmask"),
    })
}

fn cidrsubnet(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let range = range(&arguments[0])?;
    let (more, number) = (argument::whole(&arguments[1])?, whole(&arguments[2])?);
    let (Some(range), Some(more), Some(number)) = (range, more, number) else {
        return Ok(not_yet("cidrsubnet"));
    };
    // Terraform computes something even for negative numbers.
    let (Ok(more), Ok(number)) = (u32::try_from(more), u128::try_from(number)) else {
        return Ok(not_yet("cidrsubnet"));
    };
    let fixed = range.fixed.saturating_add(more);
    if fixed > range.bits {
        return Err(Failure::new("the range has not so many bits"));
    }
    if number > span(more) {
        return Err(Failure::new("the range has no such subnet"));
    }
    let first = number.checked_shl(range.bits - fixed).unwrap_or(0) + range.first;
    Ok(range
        .text(first, fixed)
        .unwrap_or_else(|| not_yet("cidrsubnet")))
}

fn cidrsubnets(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let range = range(&arguments[0])?;
    let mut lengths = Vec::new();
    for length in &arguments[1..] {
        let length = argument::whole(length)?;
        if length.is_some_and(|length| !(1..=32).contains(&length)) {
            return Err(Failure::new(
                "a subnet has 1 to 32 bits more than its range",
            ));
        }
        lengths.push(length.and_then(|length| u32::try_from(length).ok()));
    }
    let lengths: Option<Vec<u32>> = lengths.into_iter().collect();
    let (Some(range), Some(lengths)) = (range, lengths) else {
        return Ok(not_yet("cidrsubnets"));
    };
    if range.first == 0 {
        // Terraform refuses some ranges here, for it looks at the one before.
        return Ok(not_yet("cidrsubnets"));
    }
    let mut subnets = Vec::new();
    let mut taken: u128 = 0;
    for more in lengths {
        let fixed = range.fixed + more;
        if fixed > range.bits {
            return Err(Failure::new("the range has not so many bits"));
        }
        let size = span(range.bits - fixed) + 1;
        let start = taken.div_ceil(size) * size;
        if start > range.span() {
            return Err(Failure::new("the range has no room for so many subnets"));
        }
        subnets.push(range.text(range.first + start, fixed));
        taken = start + size;
    }
    let subnets: Option<Vec<Value>> = subnets.into_iter().collect();
    Ok(subnets.map_or_else(|| not_yet("cidrsubnets"), Value::list))
}

/// OpenTofu has this function, and Terraform has it not.
fn cidrcontains(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let range = range(&arguments[0])?;
    let Some((range, inner)) = range.zip(argument::text(&arguments[1])?) else {
        return Ok(not_yet("cidrcontains"));
    };
    let bounds = match (inner.parse::<IpNet>(), inner.parse::<IpAddr>()) {
        (Ok(net), _) => (net.network(), net.broadcast()),
        (_, Ok(address)) => (address, address),
        _ => return Ok(not_yet("cidrcontains")),
    };
    let number = |address: IpAddr| match address {
        IpAddr::V4(address) if range.bits == 32 => Some(u128::from(u32::from(address))),
        IpAddr::V6(address) if range.bits == 128 => Some(u128::from(address)),
        _ => None,
    };
    Ok(match (number(bounds.0), number(bounds.1)) {
        (Some(first), Some(last)) => {
            let end = range.first + range.span();
            Value::Bool(first >= range.first && last <= end)
        }
        _ => not_yet("cidrcontains"),
    })
}
