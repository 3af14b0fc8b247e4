//! The settings of a run: `wherefrom.yaml`, laid over by the command line.
