import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { pageTitle } from "../tab-title.ts";

interface Props {
  /** The tab's title; the heading's own text unless children are given. */
  title: string;
  children?: ComponentChildren;
}

/** The one heading of a screen. Focus moves to it, so that a keyboard or screen reader starts there. */
export function PageHeading({ title, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    pageTitle.value = title;
  }, [title]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}
