-- Open tickets that nobody has answered for a while, the most urgent first.
-- @param {Int} $1:hours
SELECT t.id, t.subject, t.priority::text AS priority, e.full_name AS assignee, max(m.created_at) AS last_message
FROM tickets t
LEFT JOIN employees e ON e.id = t.assignee_id
LEFT JOIN ticket_messages m ON m.ticket_id = t.id AND NOT m.internal
WHERE t.closed_at IS NULL
GROUP BY t.id, e.full_name
HAVING coalesce(max(m.created_at), t.created_at) < now() - make_interval(hours => $1::int)
ORDER BY t.priority DESC, last_message NULLS FIRST;
