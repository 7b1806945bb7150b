#include "model/counterpart.h"

#include "base/utf8.h"

/* A step while its counterparts are sought. */
struct candidate {
    struct counterpart step;
    uint32_t key;  /* equal keys have one number */
    bool repeated; /* another step of its SOP has the same words */
};

struct search {
    const struct sop *const *sops;
    size_t n_sops;
    struct arena *scratch;
    struct candidate *candidates;
    size_t n, n_keys, n_words;
    uint32_t *joined; /* by key: one that it was joined to, or itself */
    bool *clashes;    /* by key: two steps of one SOP would come together under it */
};

/* --- words --- */

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/* A mark in a number: `3.4`, `1/2`. */
static bool is_between_digits(struct text text, size_t at, size_t size)
{
    return at > 0 && at + size < text.len && is_digit(text.at[at - 1]) && is_digit(text.at[at + size]);
}

/* Nothing that is seen: a number ends before it. */
static bool is_blank(uint32_t point) { return point == ' ' || !utf8_is_printable(point); }

/* Blanks, punctuation marks, and what no reader can see. Signs that mean something are none. */
static bool parts_words(uint32_t point)
{
    if (point < 0x80)
        return is_blank(point) || text_find(TEXT(".,;:!?()[]{}\"'`-_/\\*"), (char)point) >= 0;
    bool quotes = point == 0xAB || point == 0xBB || (point >= 0x2018 && point <= 0x201F);
    bool dashes = point >= 0x2010 && point <= 0x2015, dots = point == 0xB7 || point == 0x2022 || point == 0x2026;
    return quotes || dashes || dots || is_blank(point);
}

static void fold(struct buf *to, struct text text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t point = (unsigned char)text.at[at];
        size_t size = utf8_decode(text.at + at, text.len - at, &point);
        size += !size;
        if (parts_words(point) && (is_blank(point) || !is_between_digits(text, at, size))) {
            if (to->len && to->at[to->len - 1] != ' ')
                buf_byte(to, ' ');
        } else if (point >= 'A' && point <= 'Z')
            buf_byte(to, (unsigned char)(point - 'A' + 'a'));
        else
            buf_bytes(to, text.at + at, size);
        at += size;
    }
    if (to->len && to->at[to->len - 1] != ' ')
        buf_byte(to, ' ');
}

/* What an activity says, in `arena`; empty where it says nothing. */
static struct text words_of(struct texts activity, struct buf *folded, struct arena *arena)
{
    buf_clear(folded);
    for (size_t i = 0; i < activity.n; i++)
        fold(folded, activity.at[i]);
    struct text words = text_trim(buf_view(folded));
    arena->failed = arena->failed || folded->failed;
    return arena->failed || !words.len ? (struct text){0}
                                       : (struct text){arena_copy(arena, words.at, words.len), words.len};
}

/* --- numbers for what is equal --- */

static uint32_t number_of(struct map *map, struct text text, struct arena *arena)
{
    int64_t found = map_find(map, text);
    uint32_t number = found < 0 ? (uint32_t)map->count : (uint32_t)found;
    if (found < 0 && !arena->failed)
        map_add(map, arena, text, number);
    return number;
}

static void list_steps(struct search *s)
{
    struct map keys = {0}, words = {0};
    struct buf folded = BUF_INIT;
    struct candidate *next = s->candidates;
    for (size_t i = 0; i < s->n_sops; i++)
        for (uint16_t k = 0; k < s->sops[i]->n_steps && !s->scratch->failed; k++, next++) {
            const struct step *step = &s->sops[i]->steps[k];
            struct text said = words_of(step->activity, &folded, s->scratch);
            *next = (struct candidate){.step = {(uint32_t)i, k}};
            next->key = number_of(&keys, step->key, s->scratch);
            next->step.words = said.len ? number_of(&words, said, s->scratch) + 1 : 0;
        }
    buf_release(&folded);
    s->n_keys = keys.count;
    s->n_words = words.count + 1;
}

/* Words that stand at two steps of one SOP. */
static void find_repeated(struct search *s)
{
    struct candidate **last = ARENA_ARRAY(s->scratch, s->n_words, struct candidate *);
    for (struct candidate *c = s->candidates; last && c < s->candidates + s->n; c++) {
        if (c->step.words == 0)
            continue;
        struct candidate *before = last[c->step.words];
        if (before && before->step.sop == c->step.sop)
            before->repeated = c->repeated = true;
        last[c->step.words] = c;
    }
}

/* --- joining --- */

static uint32_t joined_to(uint32_t *joined, uint32_t key)
{
    while (joined[key] != key) {
        joined[key] = joined[joined[key]];
        key = joined[key];
    }
    return key;
}

static void join(uint32_t *joined, uint32_t a, uint32_t b) { joined[joined_to(joined, b)] = joined_to(joined, a); }

static void join_equal_words(struct search *s)
{
    const struct candidate **first = ARENA_ARRAY(s->scratch, s->n_words, const struct candidate *);
    s->joined = ARENA_ARRAY(s->scratch, s->n_keys, uint32_t);
    if (s->scratch->failed)
        return;
    for (uint32_t i = 0; i < s->n_keys; i++)
        s->joined[i] = i;
    for (const struct candidate *c = s->candidates; c < s->candidates + s->n; c++) {
        if (c->step.words == 0 || c->repeated)
            continue;
        if (first[c->step.words])
            join(s->joined, first[c->step.words]->key, c->key);
        else
            first[c->step.words] = c;
    }
}

/* The steps come SOP by SOP: one that is met again under the same key stands in the same SOP. */
static void find_clashes(struct search *s)
{
    const struct candidate **last = ARENA_ARRAY(s->scratch, s->n_keys, const struct candidate *);
    s->clashes = ARENA_ARRAY(s->scratch, s->n_keys, bool);
    for (const struct candidate *c = s->candidates; !s->scratch->failed && c < s->candidates + s->n; c++) {
        uint32_t key = joined_to(s->joined, c->key);
        if (last[key] && last[key]->step.sop == c->step.sop)
            s->clashes[key] = true;
        last[key] = c;
    }
}

static uint32_t activity_of(const struct search *s, const struct candidate *c)
{
    uint32_t key = joined_to(s->joined, c->key);
    return s->clashes[key] ? c->key : key;
}

/* --- the answer --- */

/* Each activity gets its number where it is first met, and its steps lie in a row. */
static void list_activities(struct search *s, struct activities *activities, struct arena *arena)
{
    uint32_t *number = ARENA_ARRAY(s->scratch, s->n_keys, uint32_t); /* plus one; 0: not met yet */
    struct counterparts *lists = ARENA_ARRAY(arena, s->n_keys, struct counterparts);
    struct counterpart *steps = ARENA_ARRAY(arena, s->n, struct counterpart), **end;
    end = ARENA_ARRAY(s->scratch, s->n_keys, struct counterpart *);
    if (s->scratch->failed || arena->failed)
        return;
    *activities = (struct activities){.at = lists};
    for (size_t i = 0; i < s->n; i++) {
        uint32_t *own = &number[activity_of(s, &s->candidates[i])];
        if (!*own)
            *own = (uint32_t)++activities->n;
        lists[*own - 1].n++;
    }
    for (size_t i = 0; i < activities->n; i++) {
        lists[i].at = end[i] = steps;
        steps += lists[i].n;
    }
    for (size_t i = 0; i < s->n; i++)
        *end[number[activity_of(s, &s->candidates[i])] - 1]++ = s->candidates[i].step;
}

enum status counterparts_find(struct activities *activities, const struct sop *const *sops, size_t n,
                              struct arena *arena)
{
    struct arena scratch = ARENA_INIT;
    struct search s = {.sops = sops, .n_sops = n, .scratch = &scratch};
    *activities = (struct activities){0};
    for (size_t i = 0; i < n; i++)
        s.n += sops[i]->n_steps;
    s.candidates = ARENA_ARRAY(&scratch, s.n, struct candidate);
    list_steps(&s);
    find_repeated(&s);
    join_equal_words(&s);
    find_clashes(&s);
    list_activities(&s, activities, arena);
    bool failed = scratch.failed || arena->failed;
    arena_release(&scratch);
    return failed ? STATUS_MEMORY : STATUS_OK;
}
