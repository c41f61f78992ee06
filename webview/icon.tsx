/** Small pictures for buttons. Decoration only: every button also has its words. */

/** Outlines on a grid of 16 by 16, filled with the colour of the text. */
const paths = {
  play: "M4 2.6v10.8c0 .6.7 1 1.2.6l8.2-5.4c.5-.3.5-1 0-1.3L5.2 2C4.7 1.7 4 2 4 2.6Z",
  pause: "M4 2.5h2.5v11H4Zm5.5 0H12v11H9.5Z",
  step: "M3 2.6v10.8c0 .6.6.9 1 .6l6-5V13.5h2.2v-11H10V7L4 2c-.4-.3-1 0-1 .6Z",
  stop: "M3.5 3.5h9v9h-9Z",
  reset:
    "M8 2.5a5.5 5.5 0 1 0 5.4 6.6h-1.7A3.9 3.9 0 1 1 8 4.1c1 0 2 .4 2.7 1.1L8.8 7H14V1.9l-2.1 2.1A5.5 5.5 0 0 0 8 2.5Z",
  dice: "M3.5 2h9c.8 0 1.5.7 1.5 1.5v9c0 .8-.7 1.5-1.5 1.5h-9c-.8 0-1.5-.7-1.5-1.5v-9C2 2.7 2.7 2 3.5 2Zm.1 1.4v9.2h8.8V3.4ZM5.7 4.6a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2Zm4.6 4.6a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2ZM8 6.9a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2Z",
  toStart:
    "M2.5 3h1.8v10H2.5Zm10.5.6v8.8c0 .5-.6.8-1 .5L6 8.5a.6.6 0 0 1 0-1l6-4.4c.4-.3 1 0 1 .5Z",
  toEnd: "M13.5 3h-1.8v10h1.8ZM3 3.6v8.8c0 .5.6.8 1 .5l6-4.4c.3-.2.3-.7 0-1L4 3.1c-.4-.3-1 0-1 .5Z",
  flag: "M3 1.5h1.6v1h8.6l-2.2 3.2 2.2 3.3H4.6v5.5H3Z",
  bookmark:
    "M4 1.5h8c.6 0 1 .4 1 1v12.2l-5-3.2-5 3.2V2.5c0-.6.4-1 1-1Zm.5 1.5v9l3.5-2.2 3.5 2.2V3Z",
  bookmarked: "M4 1.5h8c.6 0 1 .4 1 1v12.2l-5-3.2-5 3.2V2.5c0-.6.4-1 1-1Z",
  lens: "M7 1.8a5.2 5.2 0 1 0 3 9.5l3.3 3.2 1.1-1.1-3.2-3.3A5.2 5.2 0 0 0 7 1.8Zm0 1.6a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2Z",
  save: "M7.2 1.5h1.6v6.4l2.3-2.3 1.1 1.1L8 11 3.8 6.7l1.1-1.1 2.3 2.3ZM2 10.5h1.6v2.4h8.8v-2.4H14v4H2Z",
  text: "M2 3h12v1.5H2Zm0 3.1h9v1.5H2Zm0 3.1h12v1.5H2Zm0 3.1h7v1.5H2Z",
  warning:
    "M8 1.4c.4 0 .7.2.9.5l6 10.8c.4.7-.1 1.5-.9 1.5H2c-.8 0-1.3-.8-.9-1.5L7.1 1.9c.2-.3.5-.5.9-.5ZM7.2 5.5v4h1.6v-4Zm0 5.2v1.6h1.6v-1.6Z",
  plus: "M7.2 3h1.6v4.2H13v1.6H8.8V13H7.2V8.8H3V7.2h4.2Z",
  minus: "M3 7.2h10v1.6H3Z",
  check: "M6.3 12.6 2 8.3l1.2-1.2 3.1 3.1 6.5-6.5L14 4.9Z",
  keyboard:
    "M2.5 3.5h11c.8 0 1.5.7 1.5 1.5v6c0 .8-.7 1.5-1.5 1.5h-11C1.7 12.5 1 11.8 1 11V5c0-.8.7-1.5 1.5-1.5Zm.1 1.4v6.2h10.8V4.9ZM4 6h1.3v1.3H4Zm2.2 0h1.3v1.3H6.2Zm2.2 0h1.3v1.3H8.4Zm2.3 0H12v1.3h-1.3ZM5 8.7h6V10H5Z",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}
