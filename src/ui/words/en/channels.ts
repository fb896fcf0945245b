/** The words about chats and browsers that are told. */
export const channels = {
  intro:
    "Chats of the whole account hear of every escalation and of each step of the escalation policy, until somebody picks it up.",
  none: "No chat is told yet.",
  kind: "Which chat is it?",
  kinds: { slack: "Slack", teams: "Microsoft Teams" },
  how: {
    slack:
      "In Slack: make an app, switch on “Incoming Webhooks”, add one for the channel, and copy its address.",
    teams:
      "In Teams: open the channel’s menu > Workflows > “Post to a channel when a webhook request is received”. Let anyone trigger it, and copy the address that it shows.",
  },
  name: "Name",
  nameHint: "What people call the chat, such as #escalations.",
  url: "Address",
  urlHint: {
    slack: "https://hooks.slack.com/services/… It is a secret: only its end is shown later.",
    teams:
      "https://….logic.azure.com/… or https://….api.powerplatform.com/… It is a secret: only its end is shown later.",
  },
  add: "Add a chat",
  addAndTest: "Add and test",
  added: (name: string) => `${name} is added`,
  works: "Works",
  broken: "Does not work",
  since: "It takes nothing. It began",
  test: "Send a test",
  testOf: (name: string) => `Send a test to ${name}`,
  testing: "Sending…",
  passed: (service: string) => `${service} took the test.`,
  failed: (service: string) => `${service} did not take the test. The answer:`,
  remove: "Remove",
  removeOf: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove ${name}?`,
  removeDetail: "It is told of nothing more. What is promised to it already goes another way.",
  removed: (name: string) => `${name} is removed`,
  personal: "What everybody chooses for themselves is in “My settings”.",

  mine: {
    email: (address: string) => `By email to ${address}`,
    browser: "In my browsers",
    chat: { slack: "In my Slack", teams: "In my Teams" },
    atLeast: "One way always stays. Where none works, you get an email.",
    switchedOn: (way: string) => `Switched on: ${way}`,
    switchedOff: (way: string) => `Switched off: ${way}`,
    browsers: "Browsers",
    browsersIntro:
      "A notification of each escalation, also while Baton is closed. It goes away once somebody has picked up.",
    noBrowsers: "No browser is told yet.",
    here: "this browser",
    subscribe: "Notify me in this browser",
    subscribing: "The browser asks…",
    subscribed: "This browser is told from now on",
    denied:
      "This browser does not let Baton notify. Allow it in the browser’s settings for this site (left of the address), then try again.",
    dismissed: "The browser asked, and nothing was chosen. Press the button again to be asked anew.",
    unsupported: "This browser cannot be told by a page. On an iPhone or iPad no tab can.",
    unreachable: "The browser did not reach its own push service, so nothing is changed. Its words:",
    noKeys: "This Baton has no keys for browsers. Whoever runs it can set them (VAPID_PRIVATE_KEY).",
    leaves: "It ends when you sign out in that browser.",
    chats: "My chats",
    chatsIntro: "A Slack or Teams chat of your own, by its webhook address.",
    onIn: (browser: string, system: string) => `${browser} on ${system}`,
  },
};
