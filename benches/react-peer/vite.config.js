import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The pictures that the shared style sheet and the marks name by their path.
const pictures = {
  name: 'pictures',
  generateBundle() {
    for (const fileName of ['marks.svg', 'joined.svg']) {
      const source = readFileSync(new URL(`../../style/${fileName}`, import.meta.url));
      this.emitFile({ type: 'asset', fileName, source });
    }
  },
};

export default defineConfig({ plugins: [react(), pictures] });
