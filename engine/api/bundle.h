/* A bundle: a SOP with all that it takes to run it, byte for byte, whatever becomes of the folder that it came from.
 *
 * In it are, by their names below the folder of regions and sorted by the bytes of these names:
 *
 *     kaltim/hilang.yaml          the SOP and every SOP that can be reached from it by `call`
 *     kaltim/region.yaml          the region of each of them, where it has such a file
 *     data/holidays-2026.yaml     the files of holidays that these regions name
 *     data/legal.yaml             where it exists and one of these SOPs or regions states a legal basis (B502 reads it)
 *
 * The bytes are those that were read and checked, never read again. The digest is SHA-256 over one line a file, in that
 * order:
 *
 *     digest = SHA-256(line*)
 *     line   = SHA-256(bytes of the file) as 64 lower-case hexadecimal digits, two blanks, its name, 0x0A
 *
 * No name holds a control character or a backslash, so a bundle has one such text and a text has one bundle. It is what
 * `sha256sum FILE… | sha256sum` prints over the sorted names, so nobody needs this program to recompute it.
 *
 * Which other SOPs there are is no part of a bundle: whether `related` names one (B505) is not looked for in it. All
 * else is judged from a bundle as it was judged from the folder. */
#ifndef API_BUNDLE_H
#define API_BUNDLE_H

#include "api/library.h"
#include "base/digest.h"

struct bundle {
    struct text sop, file;          /* the SOP's name in it, and that of its file */
    const struct store_file *files; /* sorted; names and bytes are the library's or the arena's */
    size_t n;
    struct digest digest;
    const struct library_file *broken; /* the first of its files with an error of its own; NULL: none */
    struct text unfit;                 /* a file's name that no bundle can hold; empty: none */
};

/* The bundle of a SOP that was loaded. WORLD where a file of holidays cannot be read. */
enum status bundle_gather(struct bundle *bundle, struct library *library, const struct library_sop *sop,
                          struct arena *arena);

/* Only memory can fail. */
enum status bundle_digest(const struct store_file *files, size_t n, struct digest *digest);

/* The SOP of a revision, with all that it calls, into a library of its own that was initialised and has read nothing
 * yet; it borrows the revision's files. `*sop` is NULL where they do not hold that SOP. Paths are shown below `sops`.
 */
enum status bundle_load(struct library *library, const struct store_revision *revision, struct library_sop **sop);

/* Of such a library and revision only the region of the SOP; NULL where it cannot be read. */
enum status bundle_region(struct library *library, const struct store_revision *revision,
                          struct library_region **region);

#endif
