// The client id that the tenant derives from the name "Account Linking" (see the README of auth0-emulator).
export const CLIENT_ID = 'ROAb9GWHhuNJrpjjLkHdOIF4QNLAsw6Y';
