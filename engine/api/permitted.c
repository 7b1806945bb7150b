/* Who may do a deed; and where somebody may not, whom to ask. */
#include "api/performance.h"

static bool may(const struct performance *p, const struct store_person *person)
{
    if (p->act->kind == COMMAND_CANCEL)
        return permit_administration(person);
    if (p->step == NONE)
        return permit_sop(person, p->sop);
    uint16_t actor = p->sop->steps[p->step].actor;
    return actor != NONE && permit_actor(person, p->sop->actors[actor].key, p->sop->region->key);
}

/* How somebody gets the duty that nobody has. */
static void put_addition(struct performance *p, struct buf *words)
{
    bool indonesian = p->desk->baku->lang == LANG_ID;
    bool any = p->step == NONE || p->sop->steps[p->step].actor == NONE;
    buf_string(words, indonesian
                          ? "; tidak ada yang bertugas, administrator menambahkan: baku user add NAMA --actor "
                          : "; nobody has this duty, an administrator adds somebody: baku user add NAME --actor ");
    if (any)
        buf_string(words, indonesian ? "PELAKSANA" : "ACTOR");
    else
        buf_text(words, p->sop->actors[p->sop->steps[p->step].actor].key);
    buf_string(words, " --region ");
    buf_text(words, p->sop->region->key);
    buf_string(words, " --as ADMINISTRATOR");
}

/* The first of those who may, whom to ask, and how many more; or that there is nobody. */
static enum baku_status put_others(struct performance *p, struct buf *words)
{
    enum { MOST = 5 };
    struct store_people people = {0};
    bool indonesian = p->desk->baku->lang == LANG_ID;
    enum baku_status status;
    int64_t n = 0;
    do {
        status = desk_people(p->desk, &people);
        for (size_t i = 0; status == BAKU_YES && i < people.n; i++) {
            if (!may(p, &people.at[i]) || n++ >= MOST)
                continue;
            buf_string(words, n > 1 ? ", " : indonesian ? "; yang bertugas: " : "; who may: ");
            buf_text(words, people.at[i].name);
        }
    } while (status == BAKU_YES && people.n);
    if (n > MOST) {
        buf_string(words, indonesian ? ", dan " : ", and ");
        buf_number(words, n - MOST);
        buf_string(words, indonesian ? " lainnya" : " more");
    } else if (n == 0) {
        put_addition(p, words);
    }
    return status;
}

/* Whom it takes: `verifikator (kaltim); yang bertugas: rudi`. */
static enum baku_status who_may(struct performance *p, struct text *who)
{
    struct buf words = BUF_INIT;
    bool any = p->step == NONE || p->sop->steps[p->step].actor == NONE, cancels = p->act->kind == COMMAND_CANCEL;
    if (cancels)
        buf_text(&words, ADMINISTRATOR);
    else if (any)
        buf_string(&words, p->desk->baku->lang == LANG_ID ? "pelaksana SOP ini" : "an actor of this SOP");
    else
        buf_text(&words, p->sop->actors[p->sop->steps[p->step].actor].key);
    buf_string(&words, cancels ? "" : " (");
    buf_text(&words, cancels ? (struct text){0} : p->sop->region->key);
    buf_string(&words, cancels ? "" : ")");
    enum baku_status status = put_others(p, &words);
    *who = desk_keep(p->desk, &words);
    return status;
}

enum baku_status performance_deny(struct performance *p)
{
    struct text who;
    enum baku_status status = who_may(p, &who);
    performance_turn_down(p, BAKU_DENIED, &(struct denied){DENIAL_NOT_PERMITTED, p->desk->person.name, who});
    return status == BAKU_YES && p->desk->arena.failed ? desk_memory(p->desk) : status;
}

bool performance_may(const struct performance *p) { return may(p, &p->desk->person); }
