// The interface's fonts: which files, and the only characters the interface may draw. A character that is missing here
// shows as a box, so a new symbol in the interface is added to this list first.

export const fonts = [
  { name: 'inter_regular', file: 'Inter-Regular.otf', folder: 'opentype/inter' },
  { name: 'inter_semi_bold', file: 'Inter-SemiBold.otf', folder: 'opentype/inter' },
];

// Debian's font folders; other systems keep the same names below a share folder of their own.
export const fontRoots = ['/usr/share/fonts', '/usr/local/share/fonts'];

const ascii = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)).join('');
const latin1 = Array.from({ length: 0x100 - 0xa0 }, (_, i) => String.fromCharCode(0xa0 + i)).join('');
const symbols = '–—‘’“”•…←↑→↓↔↻⇧⌘−≈≠≤≥×÷∞αγεΔΣ○●◆■□▲△▶▷▼▽◀◁✓✕';

export const characters = ascii + latin1 + symbols;
