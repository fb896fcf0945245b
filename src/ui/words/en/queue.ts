/** The words of the screen "Queue". */
export const queue = {
  title: "Queue",
};
