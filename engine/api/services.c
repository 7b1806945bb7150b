#include "api/services.h"

#include "base/nearest.h"
#include "base/sort.h"

/* --- all SOPs of the folder --- */

static enum status load_region(struct library *library, const char *folder, struct shelf *all, size_t *room)
{
    struct texts paths;
    enum status status = library_list(library, folder, &paths);
    for (size_t i = 0; status == STATUS_OK && i < paths.n; i++) {
        struct library_sop **grown = arena_room(&library->arena, all->at, all->n, room, sizeof *grown);
        if (!grown)
            return STATUS_MEMORY;
        all->at = grown;
        status = library_load(library, paths.at[i].at, &grown[all->n]);
        all->n += status == STATUS_OK;
    }
    return status;
}

enum baku_status services_load(struct baku *baku, struct shelf *all, struct baku_answer *answer)
{
    struct texts folders;
    size_t room = 0;
    *all = (struct shelf){0};
    enum baku_status found = answer_if_no_folder(baku, answer);
    if (found != BAKU_YES)
        return found;
    enum status status = library_regions(&baku->library, baku->sops, &folders);
    for (size_t i = 0; status == STATUS_OK && i < folders.n; i++)
        status = load_region(&baku->library, folders.at[i].at, all, &room);
    if (status < 0)
        return answer_failure(baku, answer, status);
    if (folders.n == 0)
        return answer_error(baku, answer, BAKU_UNKNOWN, ERROR_NO_REGIONS,
                            (struct error_facts){.name = text_of(baku->sops)});
    return BAKU_YES;
}

struct text service_of(const struct library_sop *sop) { return sop->sop ? sop->sop->service : (struct text){0}; }

/* --- which one is meant --- */

static enum baku_status no_service(struct baku *baku, const struct shelf *all, struct text wanted,
                                   struct baku_answer *answer)
{
    struct nearest nearest = nearest_to(wanted);
    for (size_t i = 0; i < all->n; i++)
        if (service_of(all->at[i]).len)
            nearest_try(&nearest, service_of(all->at[i]));
    for (size_t i = 0; i < all->n; i++)
        nearest_try(&nearest, all->at[i]->name);
    struct error_facts facts = {.name = wanted, .near = nearest.best, .other = text_of(baku->sops)};
    return answer_error(baku, answer, BAKU_UNKNOWN, ERROR_NO_SERVICE, facts);
}

/* The service of the SOP that was named instead. */
static enum baku_status service_of_named(struct baku *baku, struct library_sop *sop, struct text *service,
                                         struct baku_answer *answer)
{
    *service = service_of(sop);
    if (service->len)
        return BAKU_YES;
    enum baku_status status = answer_if_broken(baku, sop, answer);
    struct error_facts facts = {.name = sop->name};
    return status == BAKU_YES ? answer_error(baku, answer, BAKU_UNKNOWN, ERROR_SOP_WITHOUT_SERVICE, facts) : status;
}

enum baku_status service_find(struct baku *baku, const struct shelf *all, struct text wanted, struct text *service,
                              struct baku_answer *answer)
{
    for (size_t i = 0; i < all->n; i++)
        if (wanted.len && text_eq(service_of(all->at[i]), wanted)) {
            *service = wanted;
            return BAKU_YES;
        }
    for (size_t i = 0; i < all->n; i++)
        if (text_eq(all->at[i]->name, wanted))
            return service_of_named(baku, all->at[i], service, answer);
    return no_service(baku, all, wanted, answer);
}

/* --- what cannot be compared --- */

enum uncompared uncompared_why(struct library *library, struct library_sop *sop, struct library_sop **culprit)
{
    *culprit = sop;
    if (!sop->sop)
        return UNCOMPARED_UNREAD;
    if (library_can_run(library, sop, culprit))
        return UNCOMPARED_NOT;
    if (*culprit != sop)
        return UNCOMPARED_CALLEE;
    return sop->errors ? UNCOMPARED_ERRORS : UNCOMPARED_REGION;
}

json_t *json_uncompared(struct report *report, const struct baku *baku, const struct library_sop *sop,
                        const struct library_sop *culprit, enum uncompared why)
{
    static const char *const reasons[][LANG_COUNT] = {
#define UNCOMPARED(name, id, en) {id, en},
#include "api/uncompared.def"
#undef UNCOMPARED
    };
    json_t *object = json_object();
    put(report, object, "sop", json_text(sop->name));
    put(report, object, "culprit", json_text(culprit->name));
    put(report, object, "reason", json_string(reasons[why][baku->lang]));
    return object;
}

/* --- the list --- */

static int by_service(const void *a, const void *b)
{
    return text_cmp(service_of(*(struct library_sop *const *)a), service_of(*(struct library_sop *const *)b));
}

/* One service and the SOPs that name it: from the first on, which are sorted by it. `*i` goes behind them. */
static json_t *json_service(struct report *report, const struct shelf *all, size_t *i)
{
    json_t *object = json_object(), *sops = json_array();
    size_t first = *i;
    struct text service = service_of(all->at[first]);
    for (; *i < all->n && text_eq(service_of(all->at[*i]), service); (*i)++)
        append(report, sops, json_text(all->at[*i]->name));
    put(report, object, "service", json_text(service));
    put(report, object, "variants", json_integer((json_int_t)(*i - first)));
    put(report, object, "sops", sops);
    return object;
}

enum baku_status services_answer(struct baku *baku, const struct shelf *all, struct baku_answer *answer)
{
    struct report report = {0};
    json_t *document = json_object(), *services = json_array(), *without = json_array(), *uncompared = json_array();
    report.failed = !sort_stable(all->at, all->n, sizeof *all->at, by_service, &baku->library.arena);
    size_t i = 0;
    for (; i < all->n && service_of(all->at[i]).len == 0; i++)
        if (all->at[i]->sop)
            append(&report, without, json_text(all->at[i]->name));
        else
            append(&report, uncompared, json_uncompared(&report, baku, all->at[i], all->at[i], UNCOMPARED_UNREAD));
    while (i < all->n)
        append(&report, services, json_service(&report, all, &i));
    enum baku_status status = json_array_size(uncompared) ? BAKU_NO : BAKU_YES;
    put(&report, document, "services", services);
    put(&report, document, "without", without);
    put(&report, document, "uncompared", uncompared);
    return answer_with(baku, answer, &report, document, status);
}
