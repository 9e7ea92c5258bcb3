import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Paths are relative, so the gateway may serve the page under any prefix. */
export default defineConfig({
  base: './',
  plugins: [react()],
  build: { target: 'es2023' },
});
