/* Looking at SOPs: checking them, showing one as understood, explaining a finding, the schemas of their files. */
#ifndef BAKU_SOP_H
#define BAKU_SOP_H

#include "baku.h"

/* What the document of a check is: the findings with their counts, a log in SARIF 2.1.0, or a page in Markdown. */
enum baku_findings_format { BAKU_FINDINGS = 0, BAKU_SARIF, BAKU_MARKDOWN };

/* How `baku_check` answers; all zero is as without options. */
struct baku_check_options {
    int strict; /* not 0: warnings make the answer NO, too */
    enum baku_findings_format format;
    int accepted; /* not 0: a page lists the accepted findings, too, with their reasons; the others always hold them */
};

/* Reads and checks: `paths` are files, folders (a region, or a folder of regions) or SOP names; none means the whole
 * folder of regions. Options may be NULL.
 *
 *     {"files","findings":[{"code","severity","file","line","column","sop","at","message","help","accepted","reason",
 *     "path":[…],"notes":[{"message","file","line","column"}]}],"errors","warnings","notes","accepted",
 *     "ignored":[{"path","reason"}],"unchecked":[{"sop","checks":[…],"reason"}]}
 *
 * "files" counts the files asked for and, where one of those cannot run because of it, the first broken region or
 * called SOP; line and column begin at 1 and columns count code points; "sop", "at" and "reason" are null where there
 * is none. Findings come sorted by file, place and code.
 *
 * A finding's "path" is the shortest way that shows it, from the SOP's start: a step is written as its key, behind it
 * how it was left where that was not by its being done: `KEY [tidak]`, `KEY [expired]`, `KEY [skipped]`, or the SOP
 * that was chosen, `KEY [SOPNAME]`; inside a call `CALLSTEP/KEY`. It is empty where a finding needs none, and
 * behind the first few hundred findings of a file. Its "notes" say something of another place in the same file.
 *
 * "ignored" lists what looks like a SOP and is passed over, with why. "unchecked" lists the SOPs in which not
 * everything was looked for: the families of codes ("B3") that were not, and why; what stands there was not found to be
 * right.
 *
 * With details each finding, and each note, has an "excerpt": {"text","cut","from","count"}: its line (of a long one a
 * window, "cut" code points behind the line's start), and where in it the part meant begins and how long it is, in code
 * points from 0; and a finding the "way" of its path: [{"number","step","left","called","file","line"}], with the
 * number of a step in its SOP's list and the word for how it was left in the answer's language (here a decision's `Ya`,
 * too); "acceptable" tells whether a waiver may name the finding. "checked" is then a sentence that says which families
 * are looked for at all.
 *
 * As BAKU_SARIF the document is a SARIF 2.1.0 log with one run: accepted findings are its suppressed results, paths its
 * code flows. A result's fingerprint is made of the code, the SOP, the place and what is named there, never of the
 * line: it stays when lines are added above. As BAKU_MARKDOWN the document is {"text"}: a report for people, SOP by
 * SOP, in GitHub's Markdown, in which nothing that comes from a file is markup. Neither has a time in it: the same
 * files give the same bytes.
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
 *     {"findings":[{"code","severity","can_be_accepted","meaning","why","help","bad","mended"}]}
 *
 * "bad" and "mended" are the texts of an example file that shows the finding, `# ← CODE` at its line, and of its twin
 * that does not. UNKNOWN for a code that does not exist. */
BAKU_PUBLIC enum baku_status baku_explain(struct baku *baku, const char *code, struct baku_answer *answer);

/* The same as a page in Markdown: {"text"}. Its headings and meanings stand in both languages, the rest in the
 * handle's.
 */
BAKU_PUBLIC enum baku_status baku_explain_page(struct baku *baku, const char *code, struct baku_answer *answer);

/* The JSON Schema (draft-07) of a kind of file: "sop", "region", "scenario", "legal" or "holidays"; NULL means "sop".
 * Titles and descriptions are in Indonesian, whatever the handle's language is. What baku_check accepts the schema
 * accepts; what the schema refuses baku_check refuses. UNKNOWN for any other name. */
BAKU_PUBLIC enum baku_status baku_schema(struct baku *baku, const char *name, struct baku_answer *answer);

#endif
