/* Looking at SOPs: checking them, showing one as understood, explaining a finding, the schemas of their files. */
#ifndef BAKU_SOP_H
#define BAKU_SOP_H

#include "baku.h"

/* How strictly `baku_check` answers. */
struct baku_check_options {
    int strict; /* not 0: warnings make the answer NO, too */
};

/* Reads and checks: `paths` are files, folders (a region, or a folder of regions) or SOP names; none means the whole
 * folder of regions. Options may be NULL.
 *
 *     {"files","findings":[{"code","severity","file","line","column","sop","at","message","help","accepted","reason",
 *     "path"}],"errors","warnings","notes","accepted","ignored":[{"path","reason"}]}
 *
 * "files" counts the files asked for and, where one of those cannot run because of it, the first broken region or
 * called SOP; "ignored" lists what looks like a SOP and is passed over, with why; line and column begin at 1 and
 * columns count code points; "sop", "at" and "reason" are null where there is none. Findings come sorted by file, place
 * and code. With details each has an "excerpt": {"text","cut","from","count"}: its line (of a long one a window, "cut"
 * code points behind the line's start), and where in it the part meant begins and how long it is, in code points from
 * 0.
 *
 * NO when a finding of severity error is not accepted; UNKNOWN when a path names nothing; FAILED when a file cannot be
 * read. */
BAKU_PUBLIC enum baku_status baku_check(struct baku *baku, const char *const *paths, size_t n,
                                        const struct baku_check_options *options, struct baku_answer *answer);

/* The definition as understood, with the region's defaults filled in:
 *
 *     {"sop","title","region","steps":[{"step","actor","inputs","outputs","duration","ya","tidak","next","call",…}],
 *     "documents":[…],"claims",…}
 *
 * Durations are {"min_s","max_s"} in seconds, or null where none is stated or its unit is not defined. NO, with the
 * answer of baku_check for that SOP, when it has errors. */
BAKU_PUBLIC enum baku_status baku_show(struct baku *baku, const char *sop, struct baku_answer *answer);

/* One code of the findings table, or all of them when `code` is NULL:
 *
 *     {"findings":[{"code","severity","can_be_accepted","meaning","why","help","bad","mended","checked"}]}
 *
 * "bad" and "mended" are the texts of an example file that shows the finding and of its twin that does not, null where
 * no check looks for the code yet ("checked" is false then). UNKNOWN for a code that does not exist. */
BAKU_PUBLIC enum baku_status baku_explain(struct baku *baku, const char *code, struct baku_answer *answer);

/* The JSON Schema (draft-07) of a kind of file: "sop", "region", "scenario" or "legal"; NULL means "sop". Titles and
 * descriptions are in Indonesian, whatever the handle's language is. What baku_check accepts the schema accepts; what
 * the schema refuses baku_check refuses. UNKNOWN for any other name. */
BAKU_PUBLIC enum baku_status baku_schema(struct baku *baku, const char *name, struct baku_answer *answer);

#endif
