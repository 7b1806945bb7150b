#include "property/caught.h"

#include <setjmp.h>
#include <string.h>

#include "base/must.h"

static jmp_buf back;
static struct broken last;

static void jump(const char *condition, const char *file, int line)
{
    last = (struct broken){condition, file, line};
    longjmp(back, 1);
}

struct broken caught(struct trial *trial, property *holds)
{
    struct tally *tally = trial->tally;
    last = (struct broken){0};
    must_set_hook(jump);
    if (setjmp(back) == 0) {
        trial_make(trial);
        trial_run(trial, holds);
    }
    must_set_hook(NULL);
    trial->tally = tally; /* a property that was left may have lent its own */
    return last;
}

/* --- shrinking --- */

struct shrinker {
    struct trial *trial;
    struct failure_found found;
};

enum { MOST_TRIES = 20000, FEW_BYTES = 400, FEW_AT_ONCE = 12 };

static void copy(struct buf *to, struct text bytes)
{
    buf_clear(to);
    buf_text(to, bytes);
}

static bool breaks_the_same(struct shrinker *s)
{
    struct broken broken = caught(s->trial, s->found.holds);
    return broken.condition && broken.line == s->found.broken.line && strcmp(broken.file, s->found.broken.file) == 0;
}

static void keep(struct buf *part, struct text bytes)
{
    while (bytes.len && bytes.at[bytes.len - 1] == 0)
        bytes.len--; /* behind the end all is 0 */
    copy(part, bytes);
}

/* Tries these draws; keeps them where the failure stays. */
static bool try_both(struct shrinker *s, struct text sop, struct text run)
{
    if (s->found.tries++ >= MOST_TRIES)
        return false;
    draws_tell(&s->trial->sop, sop);
    draws_tell(&s->trial->run, run);
    if (!breaks_the_same(s))
        return false;
    if (sop.at != s->found.sop.at)
        keep(&s->found.sop, sop);
    if (run.at != s->found.run.at)
        keep(&s->found.run, run);
    return true;
}

/* Tries other bytes in place of `part`, one of the found two. */
static bool try_bytes(struct shrinker *s, const struct buf *part, struct text bytes)
{
    bool is_sop = part == &s->found.sop;
    return try_both(s, is_sop ? bytes : buf_view(&s->found.sop), is_sop ? buf_view(&s->found.run) : bytes);
}

static void copy_without(struct buf *to, const struct buf *part, size_t from, size_t end)
{
    buf_clear(to);
    buf_bytes(to, part->at, from);
    buf_bytes(to, part->at + end, part->len - end);
}

static bool try_without(struct shrinker *s, struct buf *part, size_t from, size_t to)
{
    struct buf less = BUF_INIT;
    copy_without(&less, part, from, to);
    bool tried = try_bytes(s, part, buf_view(&less));
    buf_release(&less);
    return tried;
}

/* Where the pieces of the found draws are; known from the last try alone, so they are tried once more. */
static void find_pieces(struct shrinker *s)
{
    failure_tell(s->trial, &s->found);
    caught(s->trial, s->found.holds);
}

/* The piece of that number, as far as there are draws; false: there is none. */
static bool piece_at(const struct draws *draws, const struct buf *part, size_t i, struct draws_piece *piece)
{
    if (i >= draws->n_pieces || i >= MOST_PIECES)
        return false;
    *piece = draws->pieces[i];
    piece->to = piece->to < part->len ? piece->to : part->len;
    piece->from = piece->from < piece->to ? piece->from : piece->to;
    return true;
}

/* Takes away what belongs together: a SOP, a step, a command. */
static bool take_pieces_away(struct shrinker *s, struct buf *part)
{
    const struct draws *draws = part == &s->found.sop ? &s->trial->sop : &s->trial->run;
    struct draws_piece piece;
    bool any = false;
    for (size_t i = 0; find_pieces(s), piece_at(draws, part, i, &piece); i++)
        while (piece.from < piece.to && try_without(s, part, piece.from, piece.to)) {
            any = true; /* the next one stands there now */
            find_pieces(s);
            if (!piece_at(draws, part, i, &piece))
                return any;
        }
    return any;
}

/* Takes away one of each at once: a step, and the command that completed it. */
static bool take_pairs_away(struct shrinker *s)
{
    struct buf sop = BUF_INIT, run = BUF_INIT;
    struct draws_piece a, b;
    bool taken = false;
    for (size_t i = 0; !taken && (find_pieces(s), piece_at(&s->trial->sop, &s->found.sop, i, &a)); i++)
        for (size_t k = 0; !taken && (find_pieces(s), piece_at(&s->trial->run, &s->found.run, k, &b)); k++) {
            if (a.from == a.to || b.from == b.to)
                continue;
            copy_without(&sop, &s->found.sop, a.from, a.to);
            copy_without(&run, &s->found.run, b.from, b.to);
            taken = try_both(s, buf_view(&sop), buf_view(&run));
        }
    buf_release(&sop);
    buf_release(&run);
    return taken;
}

/* Takes away a few bytes, from the back: within a piece, where its filling takes their place. Only where few are left.
 */
static bool take_bytes_away(struct shrinker *s, struct buf *part, size_t size)
{
    bool any = false;
    for (size_t end = part->len; part->len <= FEW_BYTES && end >= size; end = end > part->len ? part->len : end - 1)
        any = try_without(s, part, end - size, end) || any;
    return any;
}

/* Makes so many bytes 0 at once. */
static bool make_plain(struct shrinker *s, struct buf *part, size_t size)
{
    bool any = false;
    struct buf other = BUF_INIT;
    for (size_t from = 0; from < part->len; from += size) {
        size_t to = from + size < part->len ? from + size : part->len;
        bool is_plain = true;
        copy(&other, buf_view(part));
        for (size_t i = from; i < to; i++) {
            is_plain = is_plain && other.at[i] == 0;
            other.at[i] = 0;
        }
        any = (!is_plain && try_bytes(s, part, buf_view(&other))) || any;
    }
    buf_release(&other);
    return any;
}

/* Makes each byte half as large, or less by one, again and again. */
static bool make_smaller(struct shrinker *s, struct buf *part)
{
    bool any = false;
    struct buf other = BUF_INIT;
    for (size_t i = 0; i < part->len; i++)
        for (int way = 0; way < 2 && i < part->len && part->at[i]; way++) {
            uint8_t byte = (uint8_t)part->at[i];
            copy(&other, buf_view(part));
            other.at[i] = (char)(way == 0 ? byte / 2 : byte - 1);
            if (try_bytes(s, part, buf_view(&other))) {
                any = true;
                way = -1;
            }
        }
    buf_release(&other);
    return any;
}

static bool shrink_part(struct shrinker *s, struct buf *part)
{
    bool any = take_pieces_away(s, part);
    for (size_t size = part->len; size; size /= 2)
        any = make_plain(s, part, size) || any;
    any = make_smaller(s, part) || any;
    for (size_t size = FEW_AT_ONCE; size && !any; size--)
        any = take_bytes_away(s, part, size);
    return any;
}

struct failure_found shrink(struct trial *trial, property *holds, struct broken broken)
{
    struct shrinker s = {.trial = trial, .found = {.holds = holds, .broken = broken}};
    struct tally *tally = trial->tally;
    trial->tally = NULL;
    copy(&s.found.sop, buf_view(&trial->sop.taken));
    copy(&s.found.run, buf_view(&trial->run.taken));
    while (shrink_part(&s, &s.found.run) | shrink_part(&s, &s.found.sop) || take_pairs_away(&s))
        ;
    trial->tally = tally;
    return s.found;
}

void failure_tell(struct trial *trial, const struct failure_found *found)
{
    draws_tell(&trial->sop, buf_view(&found->sop));
    draws_tell(&trial->run, buf_view(&found->run));
}

void failure_release(struct failure_found *found)
{
    buf_release(&found->sop);
    buf_release(&found->run);
}
