/** Whether help is open beside the work. */

class Help {
  open = $state(false);
}

export const help = new Help();
