import { createContext } from 'react';

/** The primary's id and access token, when the login that just came back was the second one; else null. */
export const SecondLogin = createContext(null);
