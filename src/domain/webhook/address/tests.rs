//! Every range that must not be reached, at both of its ends, and its public neighbours.

use super::{Reach, reach};
use ipnet::IpNet;

fn check(address: &str, allowed: &[&str], expected: Reach) {
    let allowed: Vec<IpNet> = allowed.iter().map(|net| net.parse().unwrap()).collect();
    assert_eq!(reach(address.parse().unwrap(), &allowed), expected, "{address} with {allowed:?}");
}

#[test]
#[rustfmt::skip]
fn what_is_not_public_is_denied() {
    for address in [
        "0.0.0.0", "0.255.255.255",
        "10.0.0.0", "10.255.255.255",
        "100.64.0.0", "100.127.255.255",
        "127.0.0.1", "127.255.255.255",
        "169.254.0.0", "169.254.169.254", "169.254.255.255",
        "172.16.0.0", "172.31.255.255",
        "192.0.0.0", "192.0.0.255",
        "192.0.2.0", "192.0.2.255",
        "192.88.99.1",
        "192.168.0.0", "192.168.255.255",
        "198.18.0.0", "198.19.255.255",
        "198.51.100.0", "198.51.100.255",
        "203.0.113.0", "203.0.113.255",
        "224.0.0.0", "239.255.255.255",
        "240.0.0.0", "255.255.255.254", "255.255.255.255",
        "::", "::1",
        // IPv4 in IPv6: mapped, compatible, translated, 6to4, NAT64, Teredo
        "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254", "::ffff:192.168.0.1",
        "::127.0.0.1", "::8.8.8.8",
        "::ffff:0:127.0.0.1",
        "2002::", "2002:7f00:1::", "2002:808:808::1", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "64:ff9b::", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::", "64:ff9b:1:ffff::1",
        "2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff",
        // the rest of IPv6
        "100::1",
        "2001:2::1", "2001:10::1", "2001:2f:ffff::1", "2001:1ff:ffff::1",
        "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff::1", "3fff:fff::1",
        "4000::1", "5f00::1", "1fff:ffff::1",
        "fc00::", "fd12:3456:789a::1", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fe80::", "fe80::1", "febf:ffff::1",
        "fec0::1", "feff::1",
        "ff00::", "ff02::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ] {
        check(address, &[], Reach::Denied);
    }
}

#[test]
#[rustfmt::skip]
fn what_lies_beside_it_is_public() {
    for address in [
        "1.0.0.0", "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0",
        "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0",
        "172.15.255.255", "172.32.0.0",
        "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0",
        "203.0.112.255", "203.0.114.0", "223.255.255.255",
        "::ffff:8.8.8.8",
        "2001:200::1", "2001:4860:4860::8888", "2001:db7::1", "2001:db9::1", "2003::1",
        "2606:4700:4700::1111", "2a00:1450:4001::1", "3ffe:ffff::1",
    ] {
        check(address, &[], Reach::Public);
    }
}

#[test]
fn what_the_operator_allows_is_allowed_in_every_spelling_and_nothing_more() {
    check("127.0.0.1", &["127.0.0.0/8"], Reach::Allowed);
    check("::ffff:127.0.0.1", &["127.0.0.0/8"], Reach::Allowed);
    check("::1", &["127.0.0.0/8"], Reach::Denied);
    check("::1", &["::1/128"], Reach::Allowed);
    check("10.1.2.3", &["10.1.0.0/16", "fd00::/8"], Reach::Allowed);
    check("10.2.2.3", &["10.1.0.0/16", "fd00::/8"], Reach::Denied);
    check("fd00::5", &["10.1.0.0/16", "fd00::/8"], Reach::Allowed);
    check("64:ff9b::808:808", &["64:ff9b::/96"], Reach::Allowed);
    check("8.8.8.8", &["10.0.0.0/8"], Reach::Public);
    check("8.8.8.8", &["8.8.8.0/24"], Reach::Allowed);
    check("::ffff:8.8.8.8", &["::ffff:0:0/96"], Reach::Allowed);
}
