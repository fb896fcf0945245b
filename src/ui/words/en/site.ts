/** The words that stand around every screen, and of those that lead nowhere. */
export const site = {
  opening: "Opening Baton…",
  language: "Language",
  notSpoken: "That language could not be loaded. Try again when the network is back.",
  skip: "Skip to content",
  main: "Main",
  sessions: "Sessions",
  signOut: "Sign out",
  tryAgain: "Try again",
  reference: (id: string) => `Reference ${id}`,
  noPage: {
    title: "Nothing here",
    detail: "This address leads to no page of Baton.",
    queue: "Go to the queue",
  },
  noAccount: {
    title: "You are not in an account",
    detail: "You are signed in, but you are not an active member of any account.",
    help: "Ask an admin of your team to invite you, or to make you active again. Then come back to this page.",
    again: "I have been let in",
    still: "You are still not in an account.",
  },
};
