def test_the_front_door_opens(client, db):
    assert client.get("/").status_code == 200
