/** The words of the screen "Numbers". */
export const numbers = {
  title: "Numbers",
};
