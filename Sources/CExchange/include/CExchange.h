#ifndef C_EXCHANGE_H
#define C_EXCHANGE_H

/// Exchanges the names of two files or folders in one step: at no moment is either name without its thing.
/// Returns 0, or -1 with `errno` set: `ENOSYS` or `EINVAL` where the system or the file system can't do it.
int exchange_names(const char *first, const char *second);

#endif
