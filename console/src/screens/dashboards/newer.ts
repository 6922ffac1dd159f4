/** Tell whether a start page names other code than what runs; a page of errors names none. */
export function isNewer(page: string, running: string): boolean {
  return page.includes('type="module"') && !page.includes(`"${running}"`);
}
