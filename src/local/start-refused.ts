/** Baton cannot start, for a reason its user can do something about: shown as one plain sentence, without a stack. */
export class StartRefused extends Error {
  override readonly name = "StartRefused";
}
