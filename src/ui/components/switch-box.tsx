interface Props {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onSwitch: (checked: boolean) => void;
}

/** A labelled tick; what it switches on is shown below it. */
export function SwitchBox({ label, checked, disabled = false, onSwitch }: Props) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onInput={(event) => onSwitch(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}
