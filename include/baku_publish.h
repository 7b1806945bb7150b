/* SOPs as law: what was published, from when on, and its very text.
 *
 * A *revision* is a SOP with everything that it takes to run it: its file, its region's, the files of holidays that
 * this one names, and the same of every SOP that it calls. A case runs the revision that it started with to its end; a
 * new case takes the one that holds when it starts: of those that have begun by then the one that began last, and of
 * several that begin at the same moment the one that was published last. What was published is kept byte for byte, and
 * nothing changes or removes it.
 *
 * A revision's number counts the revisions of the store, and its digest can be recomputed by anybody: it is what
 * `sha256sum FILE… | sha256sum` prints over its files, named below the folder of regions and sorted. Times are written
 * in ISO 8601 with the offset of the SOP's region. */
#ifndef BAKU_PUBLISH_H
#define BAKU_PUBLISH_H

#include "baku.h"

struct baku_publishing {
    const char *as;   /* who publishes: an administrator */
    const char *from; /* a date, or a date and a time, by the region's clock: new cases take it from then on. NULL: the
                         SOP's `effective`; where it states none, now */
};

/* Checks the SOPs of these names and publishes them, all or none. What is published is what was checked, whatever is
 * written into the folder meanwhile. For one SOP the answer is
 *
 *     {"sop","revision","digest","from","new","state":"holds|begins|replaced","callers":[{"sop","revision"}]}
 *
 * and for several {"items":[…]} with one of these for each. "new" is false where the revision that holds from then on
 * is this very text already: then "revision" is that one, and nothing was published. "state" is as
 * baku_revisions() tells it: "replaced" where new cases keep taking a revision that began after "from". "callers" are
 * the SOPs whose revision, as a new case takes it from then on, holds an older text of this one: publish them, too;
 * none where this one is "replaced".
 *
 * NO, with the answer of baku_check, where a SOP or what it calls has errors. DENIED: `as` may not publish. UNKNOWN:
 * there is no such SOP, or no such date. */
BAKU_PUBLIC enum baku_status baku_publish(struct baku *baku, const char *const *sops, size_t n,
                                          const struct baku_publishing *publishing, struct baku_answer *answer);

/* The revisions of a SOP, the oldest first; of all SOPs where `sop` is NULL.
 *
 *     {"items":[{"sop","revision","digest","from","published","by","state":"holds|begins|replaced"}]}
 *
 * "holds": a case that starts now takes it; "begins": one that starts later will; "replaced": no new case takes it any
 * more. UNKNOWN: nothing was published under that name. */
BAKU_PUBLIC enum baku_status baku_revisions(struct baku *baku, const char *sop, struct baku_answer *answer);

/* One revision with its files, byte for byte as they were published:
 *
 *     {"sop","revision","digest","from","published","by","state","files":[{"name","digest","text"}]}
 *
 * Written to a folder by their names they make a folder of regions (baku_options.sops) of their own. FAILED where they
 * are not what the digest says. UNKNOWN: there is no revision of that number. */
BAKU_PUBLIC enum baku_status baku_revision(struct baku *baku, const char *number, struct baku_answer *answer);

#endif
