/* A disk that misbehaves, between SQLite and the real one: the k-th operation fails, or the power goes at the k-th.
 *
 * It knows of every file what is durable (what was there when it was opened, and whatever was synced since) and the
 * writes that no sync has made so. When the power goes, every later operation fails; shim_cut then writes the files
 * anew as a disk may leave them: durable bytes, and of the writes behind them none, all, some, or a piece of each. A
 * file that was made and never synced may be gone; and names that were given, moved or taken away since the folder was
 * last synced may be as before, the last first. Programs with it are linked with the wraps of the Makefile. */
#ifndef TESTS_STORE_SHIM_H
#define TESTS_STORE_SHIM_H

#include <stdbool.h>
#include <stdint.h>

enum shim_op {
    SHIM_READ,
    SHIM_WRITE,
    SHIM_SYNC,
    SHIM_TRUNCATE,
    SHIM_OPEN,
    SHIM_DELETE,
    SHIM_SIZE,
    SHIM_LOCK,
    /* what the store does beside SQLite; a rename is a link, too */
    SHIM_FSYNC,
    SHIM_RENAME,
    SHIM_UNLINK,
    SHIM_CHMOD,
    SHIM_OPS
};

enum shim_cut { CUT_NONE_KEPT, CUT_ALL_KEPT, CUT_SOME_KEPT, CUT_TORN, CUTS };

/* In the way of every file that is opened from now on; end takes it out. */
void shim_begin(void);
void shim_end(void);

/* The `nth` operation (from 1) of that kind fails once, or all from then on; a write as on a full disk where `full`. */
struct shim_fault {
    enum shim_op op;
    long nth;
    bool for_ever, full;
};
void shim_fail(struct shim_fault fault);

/* The power goes at the `nth` operation that changes anything. */
void shim_power(long nth);

/* Did it come so far? */
bool shim_happened(void);

/* From now on to the end: a file system that cannot rename without replacing. */
void shim_links_only(void);

/* No fault, no power cut, nothing counted. */
void shim_rest(void);

/* After the power went: the files as the disk may have them. */
void shim_cut(enum shim_cut cut, uint64_t seed);

#endif
