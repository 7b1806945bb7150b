/* The time audit: what the steps of a SOP add up to, beside the total that its sheet claims. */
#ifndef BAKU_AUDIT_H
#define BAKU_AUDIT_H

#include "baku.h"

/* What the document of an audit is: the numbers, a report in Markdown, or one row for each SOP as CSV. */
enum baku_audit_format { BAKU_AUDIT = 0, BAKU_AUDIT_MARKDOWN, BAKU_AUDIT_CSV };

/* How to audit; all zero is as without options. The strings must last until the call returns.
 *
 * Each entry of `rates` is one of three:
 *
 *     "0.1" "0,1" "10%"    a column of its own, in which every decision that can send a case back answers Tidak with
 *                          this probability; without any such entry, 0.1 and 0.2
 *     "verifikasi=0,15"    the Tidak of one step (`STEP`, or `CALLSTEP/STEP` inside a call), whether it goes back or
 *                          not: in every column, of every SOP audited that has such a decision
 *     "rates.txt"          a file of lines `SOP STEP RATE`, or `STEP RATE` for every SOP. Between them stand blanks,
 *                          a tab, `=`, `;` or `,`; `#` begins a comment; a first line `sop,step,rate` is a heading.
 *                          What is said of SOPs that are not audited is judged, too, and does nothing
 *
 * A rate is a decimal with `,` or `.` from 0 to 1, or from 0% to 100%, of at most 15 digits; there are at most 20
 * different ones (LIMIT AUDIT_RATES), those of single steps not counted. What is said last of a
 * step holds; what names its SOP holds before what does not. */
struct baku_audit_options {
    enum baku_audit_format format;
    const char *const *rates;
    size_t n_rates;
    const char *start; /* `2026-11-20T15:00`, by the region's clock, or with an offset (`+08:00`, `Z`); NULL: none */
};

/* Audits SOPs: `names` are SOP names or files, regions by name, file or folder, or folders of regions; none means the
 * whole folder of regions. Options may be NULL. SOPs come in the order of `names`, those of a folder sorted, each once.
 *
 *     {"audits":[{"sop","title","region",
 *     "claim":{"total","total_text","total_is_wall","hours","hours_text","hours_expected","limit","limit_is_wall","basis"},
 *     "verdict","printed_sum","straight","lower_bound","working_day",
 *     "shortest":{"min_s","path":[…],"cut"},"longest":{"max_s","path":[…],"cut"},
 *     "reasons":[{"of","reason"}],"unknown":[…],
 *     "paths":[{"answers":{STEP:[…]},"choices":{STEP:[…]},"with":[…],"steps":[…],"cut","elapsed","meets_claim"}],
 *     "paths_in_all","rework":[{"step","sop","back_to","adds","reason"}],"rework_cut",
 *     "told":[{"step","rate"}],"expected":[{"rate","mean","stddev","reason"}],
 *     "kept":[{"rate","share":{"min","max"},"reason"}],"actors":[{"actor","title","applicant","work"}],
 *     "calls":[{"step","sop","stated","own","lower_bound","reason"}],"calendar","wall":[{"at","kind","time"}]}],
 *     "unaudited":[{"sop","reason"}]}
 *
 * Every duration is {"min_s","max_s"}, seconds of working time, or null: where none is stated, its unit is not defined,
 * the way does not end, or it is beyond what is computed. For a total the last two have an entry in "reasons", "of"
 * being its key; elsewhere the same object's "reason" is a sentence then, else null. Limits and totals that run on the
 * calendar say so ("…_is_wall").
 *
 * "claim" is null where the sheet has no `claims`. "verdict" is the first that holds: "none" (no total to compare
 * with), "lower-bound" (a step on the way with every answer Ya states no time), "exact" (that way takes what is
 * claimed), "variant" (it does for some called SOP, or the claim lies within its range), "wrong".
 *
 * "printed_sum" adds every row that states a time. "straight" is the way with every answer Ya, a range where durations,
 * called SOPs or optional documents differ; "lower_bound" is true where a step on it states no time. "shortest",
 * "longest" and "paths" take no Tidak that goes back. A path is its steps, a Tidak as `KEY [tidak]`, a step inside a
 * call as `CALLSTEP/KEY`; "cut" where it has more steps than are written down. "answers", "choices" and "with" are what
 * a scenario has to tell so that a case goes that way. "meets_claim" is true, false, or null: no claim, or the path's
 * range goes beyond it. "paths_in_all" says how many there are; those listed are at most as many; null where there is
 * no end of them.
 *
 * "rework" is what one Tidak that goes back adds until its decision has been done again ("rework_cut": there are more
 * such decisions than are written down). "expected" is the mean and the standard deviation of the time of a case,
 * "kept" the share of cases that take no longer than the claim, both for each rate, null where they have no value: what
 * is always sent back never ends. "told" are the single steps' rates that hold for this SOP. "unknown" are the steps
 * that state no time, "wall" the steps ("kind" is "step") and the documents with a `valid_for` ("document") that run on
 * the calendar. "working_day" is one of the region's (its `work_week` over its days, else 450 minutes).
 *
 * "calendar" is null without a `start`; else {"start","end","latest","holidays_unknown","reason"}: when a case on the
 * straight path ends if nobody waits, at the soonest and at the latest, in the region's working hours, without its
 * holidays (ISO 8601 with the region's offset). Both are null where there is no such moment, and "reason" says why.
 * "holidays_unknown" are the years for which the region names no file of holidays: they are counted as if they had
 * none.
 *
 * With details each audit has "page", what a person reads of it in the answer's language: blocks {"kind","text"} with
 * kind title, line, verdict (with a "tone": plain, good or bad), heading, sentence, or a table {"kind":"table","align",
 * "head","rows":[[…]]} with a letter `l` or `r` for each column; and the document has "summary", such blocks about all.
 *
 * As BAKU_AUDIT_MARKDOWN the document is {"text"}: the summary, then a page for each SOP, in GitHub's Markdown, in
 * which nothing that comes from a file is markup. As BAKU_AUDIT_CSV it is {"text"}: RFC 4180 with commas, CRLF and a
 * header, a row for each SOP, those that cannot be audited too; minutes with a decimal point; with a `start`, also
 * `end` and `latest` (as in "calendar", empty for null). A field that a spreadsheet would take for a formula, since it
 * begins with `=`, `+`, `-` or `@` (behind blanks, too), has an apostrophe before it. None has a time of day in it: the
 * same files give the same bytes.
 *
 * A SOP with errors cannot be audited: it is listed in "unaudited" and the others are audited. NO when there is such a
 * one, or a verdict is wrong or variant; UNKNOWN when a name, a rate or what it speaks of, or `start` is wrong; FAILED
 * when a file cannot be read. */
BAKU_PUBLIC enum baku_status baku_audit(struct baku *baku, const char *const *names, size_t n,
                                        const struct baku_audit_options *options, struct baku_answer *answer);

#endif
