import type { Provider } from "../../contract/sign-in-ways.ts";

/** The sign by which people know a provider. */
export function ProviderMark({ provider }: { provider: Provider }) {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none">
      {provider === "microsoft" ? <FourSquares /> : <FourArcs />}
    </svg>
  );
}

function FourSquares() {
  return (
    <>
      <path d="M1 1h8.5v8.5H1z" fill="#f25022" />
      <path d="M10.5 1H19v8.5h-8.5z" fill="#7fba00" />
      <path d="M1 10.5h8.5V19H1z" fill="#00a4ef" />
      <path d="M10.5 10.5H19V19h-8.5z" fill="#ffb900" />
    </>
  );
}

function FourArcs() {
  return (
    <g stroke-width="3.6">
      <path d="M15.2 4.8A7.2 7.2 0 0 0 3.8 6.4" stroke="#ea4335" />
      <path d="M3.8 6.4a7.2 7.2 0 0 0 0 7.2" stroke="#fbbc05" />
      <path d="M3.8 13.6a7.2 7.2 0 0 0 11 2" stroke="#34a853" />
      <path d="M14.8 15.6A7.2 7.2 0 0 0 17.2 10H10.2" stroke="#4285f4" />
    </g>
  );
}
