/* One sentence on a claim: what the verdict says and why. */
#include "api/audit.h"

/* --- variants: with which SOPs, with which documents a claim is true --- */

enum { MOST_VARIANTS = 6, MOST_STEPS_NAMED = 3 };

static bool is_straight(const struct way *way)
{
    for (size_t i = 0; i < way->answers.n; i++) {
        struct text answer;
        text_cut(way->answers.at[i], '=', &answer);
        if (!text_eq(answer, TEXT("ya")))
            return false;
    }
    return true;
}

/* The ways with every answer Ya; n 0 where there may be more than are listed, or more than can be said. */
struct variants {
    const struct way *at[MOST_VARIANTS];
    size_t n;
};

static struct variants variants_of(const struct audit *audit)
{
    struct variants variants = {.n = 0};
    if (audit->ways_in_all > (double)audit->n_ways)
        return variants;
    for (size_t i = 0; i < audit->n_ways; i++) {
        if (!is_straight(&audit->ways[i]))
            continue;
        if (variants.n == MOST_VARIANTS)
            return (struct variants){.n = 0};
        variants.at[variants.n++] = &audit->ways[i];
    }
    return variants;
}

static bool takes_claim(const struct sop *sop, const struct way *way)
{
    const struct duration *claim = &sop->claims.total;
    return way->elapsed.sort == TOTAL_KNOWN && way->elapsed.min_ms == claim->min_ms &&
           way->elapsed.max_ms == claim->max_ms;
}

static bool brings(const struct way *way, struct text document)
{
    for (size_t i = 0; i < way->with.n; i++)
        if (text_eq(way->with.at[i], document))
            return true;
    return false;
}

/* What one of several ways does that others do not, part by part. */
struct traits {
    struct page *page;
    struct text *parts;
    size_t n, room;
};

static void add_trait(struct traits *traits, struct text part)
{
    struct text *room = arena_room(traits->page->arena, traits->parts, traits->n, &traits->room, sizeof *room);
    if (!room)
        return;
    traits->parts = room;
    room[traits->n++] = part;
}

/* Does more than one call choose? Then a SOP's name alone does not say where it was chosen. */
static bool choose_at_several(const struct variants *variants)
{
    struct text first = {0};
    for (size_t v = 0; v < variants->n; v++)
        for (size_t i = 0; i < variants->at[v]->choices.n; i++) {
            struct text chosen, step = text_cut(variants->at[v]->choices.at[i], '=', &chosen);
            if (first.len && !text_eq(first, step))
                return true;
            first = step;
        }
    return false;
}

static void add_choices(struct traits *traits, const struct sop *sop, const struct variants *variants,
                        const struct way *way)
{
    bool several = choose_at_several(variants);
    for (size_t i = 0; i < way->choices.n; i++) {
        struct text chosen, step = text_cut(way->choices.at[i], '=', &chosen), name = sop_short_name(sop, chosen);
        add_trait(traits, several ? WORDS_WITH(traits->page, WITH_SOP_AT, {"step", step}, {"sop", name})
                                  : WORDS_WITH(traits->page, WITH_SOP, {"sop", name}));
    }
}

/* The documents that any of the variants brings: this one does, or does not. */
static void add_documents(struct traits *traits, const struct variants *variants, const struct way *way)
{
    for (size_t v = 0; v < variants->n; v++)
        for (size_t i = 0; i < variants->at[v]->with.n; i++) {
            struct text document = variants->at[v]->with.at[i];
            bool met = false;
            for (size_t before = 0; before < v; before++)
                met = met || brings(variants->at[before], document);
            if (!met)
                add_trait(traits, brings(way, document) ? WORDS_WITH(traits->page, BRINGING, {"document", document})
                                                        : WORDS_WITH(traits->page, WITHOUT, {"document", document}));
        }
}

static struct text traits_of(struct page *page, const struct audited *audited, const struct variants *variants,
                             const struct way *way)
{
    struct traits traits = {.page = page};
    add_choices(&traits, audited->sop, variants, way);
    add_documents(&traits, variants, way);
    return texts_joined(page, traits.parts, traits.n, WORDS_AND);
}

static bool stands_among(struct text text, const struct text *others, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text_eq(others[i], text))
            return true;
    return false;
}

/* The variants that take what is claimed, and the others with their times; false: there are none of the one or the
 * other, or nothing tells them apart. */
static bool part_ways(struct page *page, const struct audited *audited, struct text *right, struct text *others)
{
    struct variants variants = variants_of(audited->audit);
    struct text parts[2][MOST_VARIANTS], all[MOST_VARIANTS];
    size_t counts[2] = {0, 0};
    bool told = true;
    for (size_t i = 0; i < variants.n; i++) {
        const struct way *way = variants.at[i];
        bool fits = takes_claim(audited->sop, way);
        struct text traits = traits_of(page, audited, &variants, way);
        struct text time = said_time(page, total_range(way->elapsed));
        told = told && traits.len && way->elapsed.sort == TOTAL_KNOWN && !stands_among(traits, all, i);
        all[i] = traits;
        parts[!fits][counts[!fits]++] =
            fits ? traits : WORDS_WITH(page, VARIANT_TAKES, {"traits", traits}, {"time", time});
    }
    *right = texts_joined(page, parts[0], counts[0], WORDS_OR);
    *others = texts_joined(page, parts[1], counts[1], WORDS_AND);
    return told && counts[0] && counts[1];
}

/* --- the sentences --- */

static struct text claimed(struct page *page, const struct sop *sop)
{
    return said_time(page, duration_range(sop->claims.total));
}

static struct text said_none(struct page *page, const struct audited *audited)
{
    const struct claims *claims = &audited->sop->claims;
    if (!claims->stated || claims->total.sort == DURATION_NONE)
        return words_of(page, WORDS_YOUR_NONE);
    if (claims->total.sort == DURATION_UNKNOWN)
        return WORDS_WITH(page, YOUR_NONE_UNIT, {"text", claims->total_text});
    if (claims->total.sort == DURATION_WALL)
        return WORDS_WITH(page, YOUR_NONE_WALL, {"text", claims->total_text});
    return WORDS_WITH(page, YOUR_NONE_CUT, {"claim", claimed(page, audited->sop)});
}

/* The steps whose time is not known. */
static struct text said_steps(struct page *page, const struct audited *audited)
{
    const struct texts *unknown = &audited->audit->timeless;
    struct text named[MOST_STEPS_NAMED];
    if (unknown->n > MOST_STEPS_NAMED)
        return WORDS_WITH(page, STEPS_MANY, {"n", said_number(page, (int64_t)unknown->n)});
    for (size_t i = 0; i < unknown->n; i++)
        named[i] = step_named(page, audited->sop, unknown->at[i]);
    return WORDS_WITH(page, STEPS, {"steps", texts_joined(page, named, unknown->n, WORDS_AND)});
}

static struct text said_lower_bound(struct page *page, const struct audited *audited)
{
    struct total total = audited->audit->straight, longest = audited->audit->longest;
    struct text claim = claimed(page, audited->sop), steps = said_steps(page, audited);
    struct text straight = said_time(page, total_range(total));
    if (longest.sort == TOTAL_KNOWN && longest.max_ms == 0)
        return WORDS_WITH(page, YOUR_NO_TIMES, {"claim", claim});
    if (total.sort != TOTAL_KNOWN)
        return WORDS_WITH(page, YOUR_LOWER_UNKNOWN, {"claim", claim}, {"steps", steps},
                          {"reason", words_of(page, total_reason(total, WORDS_ENDLESS_STRAIGHT))});
    if (total.min_ms > audited->sop->claims.total.max_ms)
        return WORDS_WITH(page, YOUR_LOWER_OVER, {"claim", claim}, {"steps", steps}, {"straight", straight});
    return WORDS_WITH(page, YOUR_LOWER, {"claim", claim}, {"steps", steps}, {"straight", straight});
}

static struct text said_variant(struct page *page, const struct audited *audited)
{
    struct text right, others, claim = claimed(page, audited->sop);
    if (part_ways(page, audited, &right, &others))
        return WORDS_WITH(page, YOUR_VARIANT, {"claim", claim}, {"right", right}, {"others", others});
    struct text straight = said_time(page, total_range(audited->audit->straight));
    return WORDS_WITH(page, YOUR_RANGE, {"claim", claim}, {"straight", straight});
}

/* By how much, where both are one value. */
static struct text said_wrong(struct page *page, const struct audited *audited)
{
    struct total total = audited->audit->straight;
    struct range claim = duration_range(audited->sop->claims.total), straight = total_range(total);
    struct text said = claimed(page, audited->sop), time = said_time(page, straight);
    if (total.sort != TOTAL_KNOWN)
        return WORDS_WITH(page, YOUR_WRONG_UNKNOWN, {"claim", said},
                          {"reason", words_of(page, total_reason(total, WORDS_ENDLESS_STRAIGHT))});
    if (claim.min != claim.max || straight.min != straight.max)
        return WORDS_WITH(page, YOUR_WRONG, {"claim", said}, {"straight", time});
    bool more = straight.min > claim.min;
    int64_t by = more ? straight.min - claim.min : claim.min - straight.min;
    struct text difference = said_time(page, (struct range){by, by});
    if (more)
        return WORDS_WITH(page, YOUR_MORE, {"claim", said}, {"straight", time}, {"by", difference});
    return WORDS_WITH(page, YOUR_LESS, {"claim", said}, {"straight", time}, {"by", difference});
}

void audit_verdict(struct page *page, const struct audited *audited)
{
    switch (audited->audit->verdict) {
    case CLAIM_NONE:
        page_verdict(page, TONE_PLAIN, said_none(page, audited));
        break;
    case CLAIM_LOWER_BOUND:
        page_verdict(page, TONE_PLAIN, said_lower_bound(page, audited));
        break;
    case CLAIM_EXACT:
        page_verdict(page, TONE_GOOD, WORDS_WITH(page, YOUR_EXACT, {"claim", claimed(page, audited->sop)}));
        break;
    case CLAIM_VARIANT:
        page_verdict(page, TONE_BAD, said_variant(page, audited));
        break;
    case CLAIM_WRONG:
        page_verdict(page, TONE_BAD, said_wrong(page, audited));
        break;
    }
}
