/* The variants of one service side by side: SOPs of any region that name the same `service`. */
#ifndef BAKU_COMPARE_H
#define BAKU_COMPARE_H

#include "baku.h"

/* Compares the variants of a service, named as the SOPs name it, or by one of these SOPs (`REGION/FILE`):
 *
 *     {"service","variants":[{"sop","title","region","steps","actors","handoffs","decisions","documents","given",
 *     "calls":[SOP,…],"straight","straight_reason","lower_bound","wall","applicant","office","claim","claim_text",
 *     "claim_is_wall","verdict"}],
 *     "shared","agreed","norms":[{"activity","values":[{"sop","step","same_words","actor","duration","duration_text",
 *     "duration_is_wall","rank","calls":[SOP,…]}]}],"alone":[{"sop","steps":[…]}],
 *     "uncompared":[{"sop","culprit","reason"}]}
 *
 * Variants come sorted by region and file. Their counts are numbers and speak of the sheet itself, not of what it
 * calls: "steps" of its list, without parallel ones, which only frame their branches; "actors" who do any of them, with
 * a column or without; "handoffs": on the way with every answer Ya, nothing optional being brought, the places where
 * the next step is another actor's, into each branch of a parallel step and out of it, too, or null where that way does
 * not end; "decisions"; "documents", and how many of them are "given": brought at the start, or may be. "calls" are the
 * SOPs that its steps may call.
 *
 * Times are those of the time audit: {"min_s","max_s"}, seconds of working time, or null. "straight" is the way with
 * every answer Ya, with the time of what it calls; where it is null "straight_reason" is "endless", "too-long"
 * (to be added up) or "cut" (there are too many possibilities), else null. With "lower_bound" true a step on that way
 * states no time: it takes at least so long; with "wall" true some of its time is on the wall, which no total counts.
 * "applicant" and "office" are the work that the applicant and all others have on it: branches are added up, and of
 * each actor the least and the most. "claim" is the total that the sheet claims, "claim_text" what is written;
 * "verdict" is "exact", "variant", "lower-bound", "wrong", or "none" where there is no total to compare with.
 *
 * Steps of different SOPs are one activity when their keys are equal, or when their activities say the same, letter by
 * letter but for capitals, blanks and punctuation; words that are merely alike are never taken for the same. "shared"
 * is how many activities stand in two variants or more, "agreed" how many of these have one duration everywhere;
 * "norms" lists the others, in the order of the variants and their steps. "activity" is the first variant's words, and
 * "same_words" tells whether a step says the same as that one. A "duration" is null where none is stated, or its unit
 * is not defined ("duration_text" has what is written). Of a step with "calls" it is what the sheet states about the
 * called SOP, whose own time may differ. "rank" is "shortest" or "longest" where a duration surely is that among those
 * stated, else null; nothing is ranked where time on the wall stands beside working time, or a unit is not defined.
 * "alone" lists for each variant the steps that stand in no other.
 *
 * A variant with errors, or whose region or called SOP has some, cannot be compared: it stands in "uncompared" with the
 * SOP that has them, and the others are compared. So does every SOP that cannot be read so far that its service is
 * known: it may be a variant.
 *
 * Without a service (NULL) the answer is the list of services, sorted, with the SOPs that name each; "without" are
 * those that name none:
 *
 *     {"services":[{"service","variants","sops":[SOP,…]}],"without":[SOP,…],"uncompared":[…]}
 *
 * With details a variant has "region_name", and a value "actor_title" and its step's own "words".
 *
 * NO when anything stands in "uncompared", or the SOP named cannot be read (the answer is then that of baku_check);
 * UNKNOWN when there is no such service; FAILED when a file cannot be read. */
BAKU_PUBLIC enum baku_status baku_compare(struct baku *baku, const char *service, struct baku_answer *answer);

#endif
