// The client of web-app.yaml.
export const TENANT = 'web-app.yaml';
export const CLIENT_ID = 'kV0qpZ7mUxbB2sLr9tYhNc4EwGf6JdAa';
export const CLIENT_SECRET = 'not-a-secret-a-test-may-read-it-here-0123456789';
