//! Turns a [`Request`](super::Request) into steps.
