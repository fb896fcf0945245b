/** What a system outside said, in whatever language that is. */
export function TheirWords({ words }: { words: string }) {
  return (
    <p class="their-words" dir="auto" translate={false}>
      {words}
    </p>
  );
}
