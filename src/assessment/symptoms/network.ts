import type { Symptom } from "./symptom.ts";

export const NETWORK_SYMPTOMS: Symptom[] = [
  {
    signs: [
      /169\.254|\bapipa\b|no (ip )?address|dhcp/i,
      /scope|exhaust|lease|169\.254|some (devices|phones|users)|new device/i,
    ],
    cause: "The DHCP scope is exhausted or its server does not answer, so devices get no address.",
    moves: [
      "Compare the DHCP scope's used and free leases, and its lease time.",
      "Look for a second DHCP server that answers on the same segment.",
    ],
  },
  {
    signs: [/duplicate ip|ip (address )?conflict|address conflict/i],
    cause: "Two devices use the same IP address.",
    moves: [
      "Read the ARP table for the address and find both MAC addresses on the switch.",
      "Check whether a static address lies inside the DHCP scope.",
    ],
  },
  {
    signs: [
      /vpn|ipsec|tunnel|wireguard|anyconnect|globalprotect/i,
      /mtu|fragment|large (file|packet)|hangs? (on|when) (large|copy)|small .*(fine|work)|ping(s)? (is |are )?(fine|works?)/i,
    ],
    cause: "The MTU of the VPN path is too large, so big packets are dropped while small ones pass.",
    moves: [
      "Find the largest ping that passes without fragmenting through the tunnel.",
      "Lower the MTU or clamp the MSS on one test client and compare.",
    ],
  },
  {
    signs: [
      /vpn|tunnel|anyconnect|globalprotect|l2tp|ikev2/i,
      /certificate|cert\b|expired|0x80092013|revocation/i,
    ],
    cause: "The certificate that the VPN uses has expired or cannot be checked for revocation.",
    moves: [
      "Read the gateway's certificate dates and chain from outside.",
      "Check that clients reach the revocation list's address.",
    ],
  },
  {
    signs: [/vpn|tunnel/i, /drops?|disconnect|every \d+ (minutes|hours)|rekey|idle|dead peer/i],
    cause: "The two ends of the VPN disagree about rekeying, idle time-out or dead-peer detection.",
    moves: [
      "Compare rekey lifetimes and idle time-outs on both ends with the minute of the drops.",
      "Read the gateway's log for the moment of one drop.",
    ],
  },
  {
    signs: [
      /dns|resolv|nxdomain|name (lookup|resolution)|by ip/i,
      /by ip|ping.*(ip|8\.8\.8\.8|works)|nxdomain|cannot resolve|not resolv|server not found|stale|old address/i,
    ],
    cause: "Name resolution fails or gives an old answer while the network itself works.",
    moves: [
      "Ask each configured DNS server for the name directly and compare the answers.",
      "Check forwarders, conditional forwarders and stale records for the zone.",
    ],
  },
  {
    signs: [/wi-?fi|wireless|ssid|access point|\bap\b/i, /radius|802\.1x|nps|certificate|eap|authenticat/i],
    cause: "The wireless network's RADIUS authentication fails, usually by an expired server certificate.",
    moves: [
      "Read the RADIUS server's log for one refused client and its reason code.",
      "Check the dates and name of the RADIUS server's certificate.",
    ],
  },
  {
    signs: [
      /wi-?fi|wireless|ssid|access point|\bap\b/i,
      /slow|drops?|roam|interfer|channel|weak|signal|meeting room|microwave/i,
    ],
    cause: "The wireless channel is crowded or clients cling to a far access point.",
    moves: [
      "Measure signal, channel use and retries at the place and time of the complaint.",
      "Compare with a wired device at the same place.",
    ],
  },
  {
    signs: [
      /loop|broadcast storm|spanning tree|\bstp\b|all (switch )?lights|blinking|whole (floor|office|network) (is )?(down|slow)/i,
      /switch|cable|port|patch|network/i,
    ],
    cause: "A loop between switch ports floods the network.",
    moves: [
      "Look for ports with a broadcast rate far above the others, and what was patched last.",
      "Check that spanning tree and loop protection are on for edge ports.",
    ],
  },
  {
    signs: [
      /phone|voip|sip|handset|softphone/i,
      /one.way|no audio|cannot hear|can't hear|rtp|choppy|jitter/i,
    ],
    cause: "The firewall blocks or rewrites the voice stream (SIP ALG, missing RTP ports or no QoS).",
    moves: [
      "Check whether SIP ALG is on at the firewall.",
      "Capture one call and see whether RTP flows in both directions.",
    ],
  },
  {
    signs: [
      /poe|power over ethernet|camera|access point|phone/i,
      /power budget|poe|reboot(s|ing)?|goes (off|dark)|after adding/i,
    ],
    cause: "The switch's PoE budget is exceeded, so devices lose power.",
    moves: [
      "Compare the switch's PoE budget with what the ports draw.",
      "Try one affected device on its own injector.",
    ],
  },
  {
    signs: [
      /internet|isp|wan|line|fibre|broadband/i,
      /packet loss|modem|latency|outage|all sites|both vlans|whole office/i,
    ],
    cause: "The provider's line or its modem loses packets.",
    moves: [
      "Measure loss to the first hop beyond the firewall from the firewall itself.",
      "Ask the provider for line statistics and known outages.",
    ],
  },
];
