//! The client against the emulator, in one process.
