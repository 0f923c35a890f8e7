//! Which network addresses a webhook may reach: the public ones, and what the operator allows.
//!
//! A client of the service chooses where webhooks go; it must not reach what only this machine can.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address may be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Anybody could reach it.
    Public,
    /// The operator allows it by `webhooks.allow_subnets`.
    Allowed,
    /// Neither.
    Denied,
}

/// What is not public of IPv4, after the IANA registry of special addresses.
const SPECIAL_V4: [Ipv4Net; 15] = [
    v4([0, 0, 0, 0], 8),       // this network
    v4([10, 0, 0, 0], 8),      // private
    v4([100, 64, 0, 0], 10),   // shared by carriers
    v4([127, 0, 0, 0], 8),     // loopback
    v4([169, 254, 0, 0], 16),  // link-local, metadata of clouds
    v4([172, 16, 0, 0], 12),   // private
    v4([192, 0, 0, 0], 24),    // protocol assignments
    v4([192, 0, 2, 0], 24),    // documentation
    v4([192, 88, 99, 0], 24),  // relays of 6to4
    v4([192, 168, 0, 0], 16),  // private
    v4([198, 18, 0, 0], 15),   // benchmarks
    v4([198, 51, 100, 0], 24), // documentation
    v4([203, 0, 113, 0], 24),  // documentation
    v4([224, 0, 0, 0], 4),     // multicast
    v4([240, 0, 0, 0], 4),     // reserved, broadcast
];

/// Global unicast of IPv6. All else is local, multicast, reserved, or a spelling of IPv4.
const GLOBAL_V6: Ipv6Net = v6([0x2000, 0, 0, 0, 0, 0, 0, 0], 3);

/// What is not public of it.
const SPECIAL_V6: [Ipv6Net; 4] = [
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23),     // Teredo, benchmarks, ORCHID
    v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32), // documentation
    v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16),     // 6to4: an IPv4 address, whichever
    v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),     // documentation
];

/// Whether `address` may be reached. An IPv4 address is the same one in its IPv6 spelling.
#[must_use]
pub fn reach(address: IpAddr, allowed: &[IpNet]) -> Reach {
    let plain = address.to_canonical();
    if allowed.iter().any(|net| net.contains(&address) || net.contains(&plain)) {
        return Reach::Allowed;
    }
    let public = match plain {
        IpAddr::V4(plain) => !SPECIAL_V4.iter().any(|net| net.contains(&plain)),
        IpAddr::V6(plain) => GLOBAL_V6.contains(&plain) && !SPECIAL_V6.iter().any(|net| net.contains(&plain)),
    };
    if public { Reach::Public } else { Reach::Denied }
}

const fn v4([a, b, c, d]: [u8; 4], prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6([a, b, c, d, e, f, g, h]: [u16; 8], prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, d, e, f, g, h), prefix)
}

#[cfg(test)]
mod tests;
