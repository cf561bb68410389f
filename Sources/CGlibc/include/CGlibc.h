#ifndef C_GLIBC_H
#define C_GLIBC_H

/// Exchanges the names of two files or folders in one step: at no moment is either name without its thing.
/// Returns 0, or -1 with `errno` set: `ENOSYS` or `EINVAL` where the system or the file system can't do it.
int exchange_names(const char *first, const char *second);

/// Lets the heap grow in steps of 64 MB instead of 128 KB, from now on: a page that is never touched takes no memory.
void grow_memory_in_large_steps(void);

/// Gives back to the system what the heap holds and nobody uses, between used pieces too.
void give_back_memory(void);

#endif
